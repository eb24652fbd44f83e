#!/bin/sh
# Lucene 4.10.4 (Debian 12, liblucene4.10-java 4.10.4+dfsg-7.1): its analyzer for Chinese, SmartChineseAnalyzer, drops the 〇 of years and cuts rare
# characters in half; CJKAnalyzer and StandardAnalyzer drop one of two rare characters.
#
#   input     二〇二四年 and 二〇〇四年; 李𬱖为科长 and 李𫖯为科长 (U+2CC56 and U+2B5AF)
#   expected  〇 among the words, because it is a numeral like 二; a word with 𬱖 and one with 𫖯, or each of them alone, like 李
#   found     SmartChinese: 二 四 年 for 2004, and halves of characters; the others keep 𫖯, but for 李𬱖为科长 give only 李 为科 科长 or 李 为 科 长
#
# SmartChineseAnalyzer cannot distinguish 二〇〇四年 from 二四年. In the other two, the name 李𬱖 finds every 李, because they follow Unicode 6.3, and 𬱖 was
# added in 8.0. Needs a JDK (17), apt-get with Debian 12's sources and dpkg, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -q download liblucene4.10-java=4.10.4+dfsg-7.1 >apt.log 2>&1
dpkg -x liblucene4.10-java_*.deb lucene
jars=$(find lucene -path '*/4.10.4/*' \( -name 'lucene-core-*.jar' -o -name 'lucene-analyzers-common-*.jar' -o -name 'lucene-analyzers-smartcn-*.jar' \) | tr '\n' ':')
cat >Words.java <<'JAVA'
import java.io.PrintStream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

public class Words {
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        for (Analyzer analyzer : new Analyzer[] {new SmartChineseAnalyzer(), new CJKAnalyzer(), new StandardAnalyzer()}) {
            for (String text : arguments) {
                StringBuilder line = new StringBuilder(analyzer.getClass().getSimpleName() + " " + text + " →");
                TokenStream words = analyzer.tokenStream("text", text);
                CharTermAttribute word = words.getAttribute(CharTermAttribute.class);
                words.reset();
                while (words.incrementToken()) {
                    boolean half = word.length() == 1 && Character.isSurrogate(word.charAt(0));
                    line.append(" ").append(half ? "(half)" : word.toString());
                }
                words.end();
                words.close();
                out.println(line);
            }
        }
    }
}
JAVA
java -Dsun.jnu.encoding=UTF-8 -Dfile.encoding=UTF-8 -cp "$jars" Words.java 二〇二四年 二〇〇四年 李𬱖为科长 李𫖯为科长 >found 2>java.log
cat found
cat >recorded <<'TXT'
SmartChineseAnalyzer 二〇二四年 → 二 二 四 年
SmartChineseAnalyzer 二〇〇四年 → 二 四 年
SmartChineseAnalyzer 李𬱖为科长 → 李 (half) (half) 为 科长
SmartChineseAnalyzer 李𫖯为科长 → 李 (half) (half) 为 科长
CJKAnalyzer 二〇二四年 → 二〇 〇二 二四 四年
CJKAnalyzer 二〇〇四年 → 二〇 〇〇 〇四 四年
CJKAnalyzer 李𬱖为科长 → 李 为科 科长
CJKAnalyzer 李𫖯为科长 → 李𫖯 𫖯为 为科 科长
StandardAnalyzer 二〇二四年 → 二 〇 二 四 年
StandardAnalyzer 二〇〇四年 → 二 〇 〇 四 年
StandardAnalyzer 李𬱖为科长 → 李 为 科 长
StandardAnalyzer 李𫖯为科长 → 李 𫖯 为 科 长
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
