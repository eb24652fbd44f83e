//! Takes the options and the events of a preview; prints its messages on the terminal. This file
//! must not know how a preview works.

use super::args::{Global, Serve};
use super::settings::configure;
use super::terminal::{Stream, Terminal, talk_line};
use crate::config::{Config, Overrides};
use crate::diag::{Error, Severity};
use crate::serve::{self, Event, Options, PORT};

/// Runs the preview until Ctrl-C.
pub(super) fn run(global: &Global, typed: &Serve, terminal: Terminal) -> Result<u8, Error> {
    let options = Options {
        root: global.root.clone(),
        host: typed.host.clone(),
        port: typed.port,
        lang: terminal.lang,
    };
    let (global, drafts, open) = (global.clone(), typed.drafts, typed.open);
    // the configuration is read for every build, because the file and the day may have changed
    serve::run(
        &options,
        move || {
            let overrides = Overrides {
                drafts,
                ..Overrides::default()
            };
            // the browser must not keep pages of a preview for offline use
            let config = configure(&global, overrides)?;
            Ok(Config {
                offline: false,
                ..config
            })
        },
        move |event| tell(&event, open, &terminal),
    )?;
    Ok(0)
}

fn tell(event: &Event<'_>, open: bool, terminal: &Terminal) {
    match event {
        Event::Address { url, loopback, moved } => {
            if *moved {
                terminal.say(&format!("端口 {PORT} 已被占用，另选了一个。"), &format!("Port {PORT} is taken; another one was chosen."));
            }
            // the address is printed even under -q, because nothing works without it
            talk_line(terminal.pick(&format!("预览地址：{url} （按 Ctrl-C 结束）"), &format!("Preview: {url} (Ctrl-C ends it)")));
            if !loopback {
                let (zh, en) = (
                    "注意：同一网络中的其他电脑也能打开这个预览，看到尚未发布的内容；传输不加密。只在自己的电脑上看，请不写 --host。",
                    "warning: other computers on the network can open this preview and see what is not published yet; nothing is encrypted. Leave --host out to keep it to this computer.",
                );
                talk_line(terminal.pick(zh, en));
            }
            if open && let Err(e) = open::that_detached(url) {
                terminal.say(
                    &format!("浏览器没能打开（{e}），请自行打开上面的地址。"),
                    &format!("The browser could not be opened ({e}); open the address above yourself."),
                );
            }
        }
        Event::Polling(why) => terminal.say(
            &format!("系统不能通知文件的变化（{why}），改为每秒查看一次。"),
            &format!("The system cannot report changes of files ({why}); mulu looks at the files every second instead."),
        ),
        Event::NotWatching(error) => {
            terminal.error(error);
            terminal.say("以后的改动不会自动显示，请重新运行 mulu serve。", "Later changes will not show by themselves; run mulu serve again.");
        }
        Event::Made { documents, findings, fresh, took, shown } => {
            fresh.iter().for_each(|finding| terminal.print_findings(std::slice::from_ref(*finding), Stream::Err, usize::MAX));
            terminal.count(findings);
            let seconds = took.as_secs_f64();
            if *shown {
                terminal.say(
                    &format!("已生成 {documents} 篇文档的预览，用时 {seconds:.2} 秒。"),
                    &format!("Preview of {documents} documents made in {seconds:.2} s."),
                );
            } else {
                terminal.say("有错误，预览仍是上一次成功的内容。", "There are errors: the preview still shows the last good site.");
            }
            if *shown && findings.iter().any(|f| f.severity == Severity::Error) {
                terminal.say(
                    "有错误的文档，预览中仍是上一次成功的内容；改正前不能公布。",
                    "Documents with errors are shown as they were last good; nothing can be published before they are mended.",
                );
            }
        }
        Event::NoSite => terminal.say(
            "这个文件夹里还没有网站（没有 mulu.yaml）：要新建的，请在浏览器的页面上填写；已有网站的，请按 Ctrl-C 结束，进入它的文件夹再运行，或用 -r 指明。",
            "There is no site in this folder (no mulu.yaml): fill in the page in the browser to make one here; if your site is in another folder, stop with Ctrl-C, and run the command in the site's folder or with -r.",
        ),
        Event::Failed(error) => terminal.error(error),
        Event::Fault(text) => {
            let (zh, en) = (format!("错误：mulu 出了内部错误，请报告：{text}"), format!("error: internal error in mulu; please report it: {text}"));
            talk_line(terminal.pick(&zh, &en));
        }
        Event::Ended => terminal.say("预览已结束。", "The preview has ended."),
    }
}
