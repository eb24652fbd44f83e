#!/bin/sh
# Lucene's CJKAnalyzer 8.7.0 (Debian 12, liblucene8-java 8.8.1-4; "cjk" in Elasticsearch and OpenSearch): the phrase A类 finds B类, C类 and every
# other 类.
#
#   input     the documents A类企业, B类企业, C类企业, T类企业; the phrase queries A类企业, B类企业, T类企业
#   expected  one document each, as StandardAnalyzer gives: the analyzer is for Chinese, Japanese and Korean, where "a" is not an article
#   found     four documents for A类企业 and for T类企业, one for B类企业
#
# The analyzer has a list of English stop words that includes a, s and t, and a word that is dropped from a phrase matches anything. Classes, grades
# and annexes are called A, so searches for class A are common. An empty list of stop words avoids this. Needs Debian 12's apt-get, dpkg-deb, java 17
# or newer with its compiler, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download liblucene8-java=8.8.1-4 >/dev/null 2>&1
dpkg-deb -x liblucene8-java_*.deb lib
cat >Classes.java <<'JAVA'
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

public class Classes {
    public static void main(String[] none) throws Exception {
        for (Analyzer analyzer : new Analyzer[] {new StandardAnalyzer(), new CJKAnalyzer()}) {
            var folder = new ByteBuffersDirectory();
            try (var writer = new IndexWriter(folder, new IndexWriterConfig(analyzer))) {
                for (String letter : "A B C T".split(" ")) {
                    var document = new Document();
                    document.add(new TextField("text", letter + "类企业", Field.Store.YES));
                    writer.addDocument(document);
                }
            }
            try (var reader = DirectoryReader.open(folder)) {
                for (String phrase : "A类企业 B类企业 T类企业".split(" ")) {
                    var query = new QueryBuilder(analyzer).createPhraseQuery("text", phrase);
                    System.out.println(analyzer.getClass().getSimpleName() + " " + phrase + " " + new IndexSearcher(reader).count(query) + " " + query);
                }
            }
        }
    }
}
JAVA
java -cp "$(printf '%s:' lib/usr/share/java/lucene-core-*.jar lib/usr/share/java/lucene-analyzers-common-*.jar)" \
    Classes.java >found
cat found
cat >recorded <<'TXT'
StandardAnalyzer A类企业 1 text:"a 类 企 业"
StandardAnalyzer B类企业 1 text:"b 类 企 业"
StandardAnalyzer T类企业 1 text:"t 类 企 业"
CJKAnalyzer A类企业 4 text:"? 类企 企业"
CJKAnalyzer B类企业 1 text:"b 类企 企业"
CJKAnalyzer T类企业 4 text:"? 类企 企业"
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
