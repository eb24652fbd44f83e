//! Messages about the site's own theme.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! theme {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            ThemeFails { file, page, reason, remedy } "theme-fails" Error {
                zh: "主题的{file}有误，不能生成{page}：{reason}",
                    "{remedy}";
                en: "a {file} of the theme is wrong, so {page} cannot be made: {reason}",
                    "{remedy}";
                source: "docs/theming.md";
            }
            ThemePart { page, purpose, part } "theme-part" Warning {
                zh: "按这套主题生成的{page}缺少{purpose}",
                    "请在模板中写上“{part}”。";
                en: "{page} as this theme makes it lacks {purpose}",
                    "Write in the template: {part}";
                source: "docs/theming.md";
            }
            ThemeBlocked { page, what, remedy } "theme-blocked" Warning {
                zh: "主题在{page}中写了浏览器不执行的内容：{what}；页面的安全策略只允许本站的文件",
                    "{remedy}";
                en: "the theme has something in {page} that browsers ignore: {what}; the security \
                     policy of the pages allows files of this site only",
                    "{remedy}";
                source: "docs/theming.md";
            }
            ThemeVersion { stated, known } "theme-version" Error {
                zh: "主题是按第 {stated} 版约定制作的，这个 mulu 使用第 {known} 版",
                    "请对照 docs/theming.md 改好主题，再把这里写成“contract: {known}”；\
                     或者改用与主题相配的 mulu。";
                en: "the theme was made for version {stated} of the contract; this mulu has version \
                     {known}",
                    "Adapt the theme as docs/theming.md says and write `contract: {known}` here, or \
                     use the mulu that the theme was made for.";
                source: "docs/theming.md";
            }
            ThemeVersionUnstated { folder, known } "theme-version-unstated" Note {
                zh: "主题没有注明按哪一版约定制作，以后升级 mulu 时无法提醒",
                    "请新建 {folder}/theme.yaml，写上“contract: {known}”。";
                en: "the theme does not say which version of the contract it was made for, so a later \
                     mulu cannot warn",
                    "Make {folder}/theme.yaml with the line `contract: {known}`.";
                source: "docs/theming.md";
            }
            ThemeFile { remedy } "theme-file" Note {
                zh: "主题中的这个文件不起作用",
                    "{remedy}";
                en: "this file of the theme has no effect",
                    "{remedy}";
                source: "docs/theming.md";
            }
        }
    };
}
pub(super) use theme;
