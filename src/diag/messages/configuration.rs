//! Messages about `mulu.yaml`.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! configuration {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            UnknownEditor { value, names } "unknown-editor" Warning {
                zh: "mulu.yaml 中 editor 的值“{value}”不能用来打开文件，已不予采用",
                    "请站点管理员改为编辑器的名称（{names}），或者含有 {{path}} 的地址，如 \
                     “editor: vscode”；不用的，删去这一行。";
                en: "`editor` in mulu.yaml, `{value}`, cannot open files and is not used",
                    "Write the name of an editor ({names}) or an address with {{path}}, such as \
                     `editor: vscode`, or delete the line.";
                source: "mulu's own format (docs/configuration.md)";
            }
            MissingConfig { suggestion } "missing-config" Error {
                zh: "没有找到 mulu.yaml，这里不是 mulu 的站点文件夹",
                    "{suggestion}";
                en: "there is no mulu.yaml here: this is not a site folder",
                    "{suggestion}";
                source: "docs/configuration.md";
            }
            InvalidConfig { reason } "invalid-config" Error {
                zh: "配置有误：{reason}",
                    "请站点管理员对照说明文档 docs/configuration.md 改正。";
                en: "the configuration is wrong: {reason}",
                    "See docs/configuration.md.";
                source: "docs/configuration.md";
            }
            UnknownKey { key, suggestion } "unknown-key" Error {
                zh: "配置中没有“{key}”这一项",
                    "{suggestion}";
                en: "there is no key `{key}` in the configuration",
                    "{suggestion}";
                source: "docs/configuration.md";
            }
            NoBaseUrl "no-base-url" Note {
                zh: "没有配置 base_url：不生成 sitemap.xml、各栏目的订阅源和关联数据，页面不写规范网址，全站订阅源中只有相对网址",
                    "网站有固定网址时，请站点管理员在 mulu.yaml 中写“base_url: https://…/”。";
                en: "base_url is not set: there is no sitemap.xml, no feed of a column and no linked \
                     data, pages name no canonical address, and the feed has relative addresses \
                     only",
                    "When the site has a fixed address, write `base_url: https://.../` in \
                     mulu.yaml.";
                source: "docs/configuration.md";
            }
        }
    };
}
pub(super) use configuration;
