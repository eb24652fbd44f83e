#!/bin/sh
# Saxon-HE 9.9.1.5 (Debian 12, libsaxonhe-java 9.9.1.5+dfsg-1; XSLT): the Chinese numbers of xsl:number are Japanese ones, so article 101 is 百一 and
# the year 2024 is 二千二十四. xsltproc 1.1.35 (1.1.35-1+deb12u4) writes Arabic digits instead.
#
#   input     xsl:number with format="一" and format="（一）" for 1, 10, 11, 101, 110, 2024 and 10001, and format-date with [Y一]年[M一]月[D一]日 in Saxon
#   expected  一百零一, 一百一十, 一万零一, as lawyers write and as no Chinese reader would write 百一; 二〇二四年六月十八日; or an error. XSLT 1.0, section 7.7.1 names 一 as
#             a kind of numbering
#   found     百一, 百十, 二千二十四 and 10001; 二千二十四年六月十八日; in xsltproc 1, 10, 11 and so on
#
# A stylesheet that numbers the articles of a law looks right up to 99, and is wrong from article 100. The script runs the programs without mulu and
# fails if the behaviour changes. It needs Debian 12's apt-get and dpkg-deb, java 17, and a network connection.

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -q download libsaxonhe-java=9.9.1.5+dfsg-1 xsltproc=1.1.35-1+deb12u4 libxslt1.1=1.1.35-1+deb12u4 >log 2>&1
for package in *.deb; do dpkg-deb -x "$package" .; done
echo '<a><n>1</n><n>10</n><n>11</n><n>101</n><n>110</n><n>2024</n><n>10001</n></a>' >a.xml
head='xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema" exclude-result-prefixes="xs"'
numbers='<xsl:output method="text" encoding="UTF-8"/><xsl:template match="/"><xsl:for-each select="//n"><xsl:number value="." format="一"/>
<xsl:text> </xsl:text><xsl:number value="." format="（一）"/><xsl:text> </xsl:text></xsl:for-each>'
echo "<xsl:stylesheet version=\"1.0\" $head>$numbers</xsl:template></xsl:stylesheet>" >one.xsl
echo "<xsl:stylesheet version=\"2.0\" $head>$numbers<xsl:value-of select=\"format-date(xs:date('2024-06-18'), '[Y一]年[M一]月[D一]日')\"/></xsl:template></xsl:stylesheet>" >two.xsl
{
    LD_LIBRARY_PATH=$(echo "$work"/usr/lib/*-linux-gnu) usr/bin/xsltproc one.xsl a.xml
    echo
    java -Dfile.encoding=UTF-8 -cp usr/share/java/Saxon-HE.jar net.sf.saxon.Transform -s:a.xml -xsl:two.xsl
    echo
} | sed "s/ *$//" >found
cat found
cat >recorded <<'TXT'
1 （1） 10 （10） 11 （11） 101 （101） 110 （110） 2024 （2024） 10001 （10001）
一 （一） 十 （十） 十一 （十一） 百一 （百一） 百十 （百十） 二千二十四 （二千二十四） 10001 （10001） 二千二十四年六月十八日
TXT
cmp -s found recorded || { echo "the behaviour has changed" && exit 1; }
