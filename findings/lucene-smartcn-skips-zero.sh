#!/bin/sh
# Lucene's SmartChineseAnalyzer 8.7.0 (Debian 12, liblucene8-java 8.8.1-4; "smartcn" in Elasticsearch and OpenSearch): the phrase 二〇一〇年 finds
# every year from 二〇一一年 to 二〇一九年.
#
#   input     ten documents, 二〇一〇年 to 二〇一九年, each year written as official documents write it; the phrase query "二〇一〇年"
#   expected  one document, as StandardAnalyzer and CJKAnalyzer give; this analyzer is the one made for Chinese
#   found     ten documents
#
# The character 〇 (U+3007) counts as punctuation and leaves a gap in the phrase, and a gap matches any character. A search for documents of 2010 mixes
# ten years, and the hits are marked as exact. Needs Debian 12's apt-get, dpkg-deb, java 17 or newer with its compiler, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download liblucene8-java=8.8.1-4 >/dev/null 2>&1
dpkg-deb -x liblucene8-java_*.deb lib
cat >Years.java <<'JAVA'
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

public class Years {
    public static void main(String[] none) throws Exception {
        for (Analyzer analyzer : new Analyzer[] {new StandardAnalyzer(), new CJKAnalyzer(), new SmartChineseAnalyzer()}) {
            var folder = new ByteBuffersDirectory();
            try (var writer = new IndexWriter(folder, new IndexWriterConfig(analyzer))) {
                for (String last : "〇 一 二 三 四 五 六 七 八 九".split(" ")) {
                    var document = new Document();
                    document.add(new TextField("text", "二〇一" + last + "年", Field.Store.YES));
                    writer.addDocument(document);
                }
            }
            try (var reader = DirectoryReader.open(folder)) {
                var query = new QueryBuilder(analyzer).createPhraseQuery("text", "二〇一〇年");
                System.out.println(analyzer.getClass().getSimpleName() + " " + new IndexSearcher(reader).count(query) + " " + query);
            }
        }
    }
}
JAVA
java -cp "$(printf '%s:' lib/usr/share/java/lucene-core-*.jar lib/usr/share/java/lucene-analyzers-common-*.jar lib/usr/share/java/lucene-analyzers-smartcn-*.jar)" \
    Years.java >found
cat found
cat >recorded <<'TXT'
StandardAnalyzer 1 text:"二 〇 一 〇 年"
CJKAnalyzer 1 text:"二〇 〇一 一〇 〇年"
SmartChineseAnalyzer 10 text:"二 ? 一 ? 年"
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
