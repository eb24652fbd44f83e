//! Messages about the members of a portal.
//!
//! Each code has one row, with its arguments, name, severity and texts in both languages. The
//! parent module describes the form of a row. This file must not know how a finding is made.

macro_rules! portal {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            PortalConfig { reason } "join-config" Error {
                zh: "门户的配置有误：{reason}",
                    "请对照说明文档 docs/zh/portal.md 改正。";
                en: "the file of the portal is wrong: {reason}",
                    "See docs/portal.md.";
                source: "docs/portal.md";
            }
            MemberLeftOut { member, reason } "join-left-out" Warning {
                zh: "门户没有收入成员“{member}”：{reason}",
                    "请核对 path；path 无误的，请这个单位重新生成并传送网站，然后再次运行原来的命令；其他成员不受影响。";
                en: "the portal leaves out the member {member}: {reason}",
                    "Check its path; if the path is right, let this office build and send its site \
                     again, and run the command again; the other members are not affected.";
                source: "docs/portal.md";
            }
            JoinRowDropped { member, title, url, reason } "join-document-left-out" Warning {
                zh: "门户没有收入“{member}”的文件《{title}》（{url}）：{reason}",
                    "请这个单位改正后重新生成并传送网站；该单位的其他文件照常收入。";
                en: "the portal leaves out the document {title} ({url}) of {member}: {reason}",
                    "Let this office correct it, then build and send its site again; its other \
                     documents are there.";
                source: "docs/portal.md";
            }
            MemberNotCompared { member, reason } "join-not-compared" Warning {
                zh: "“本次变动”页没有比较成员“{member}”：{reason}",
                    "before 中应当是这个成员上次取回的网站文件夹；不需要比较的，删去 before。";
                en: "the page of changes does not compare the member {member}: {reason}",
                    "`before` must contain the folder with this member's previous site; if you need \
                     no comparison, remove `before`.";
                source: "docs/portal.md";
            }
            NothingCompared "join-nothing-compared" Warning {
                zh: "before 所写的文件夹中没有任何一个成员上次取回的网站",
                    "其中按各成员的 path 存放，例如 path 是 fetched/caizheng、before 是 last，就放在 \
                     last/fetched/caizheng；还没有旧网站的，暂不写 before。";
                en: "the folder under `before` has no earlier site of any member",
                    "Put each earlier site at its member's path below this folder: with the path \
                     fetched/caizheng and `before: last`, that is last/fetched/caizheng. Leave \
                     `before` out until there are earlier sites.";
                source: "docs/portal.md";
            }
            RelationTitle { member, document, number, named, found } "join-relation-title" Warning {
                zh: "“{member}”的《{document}》提到文号“{number}”、标题《{named}》，而其他成员用这个文号\
                     的文件是{found}；标题不符，门户没有建立两者的关系",
                    "请这个单位核对所写的文号和标题。";
                en: "{document} of {member} names the number {number} and the title {named}, but \
                     the document with this number at another member is {found}; the portal does \
                     not link the two",
                    "Let this office check the number and the title that it wrote.";
                source: "docs/portal.md";
            }
            ValidityChanged { member, document, validity, by, acting } "join-validity" Note {
                zh: "“{member}”的《{document}》在门户上显示为“{validity}”，依据是“{by}”的《{acting}》",
                    "请核实；有误的，由“{by}”在其文件中改正。";
                en: "the portal shows {document} of {member} as {validity}, because of {acting} of \
                     {by}",
                    "Check it; if it is wrong, {by} has to correct the relation in its document.";
                source: "docs/portal.md";
            }
            MemberOfOlderDay { member, day, today } "join-older-day" Warning {
                zh: "成员“{member}”的网站截至{day}，门户截至{today}；其 catalogue.json 没有写明有效性的依据，\
                     此间的变化只能按各文件自己的日期推算",
                    "请这个单位用同一版本的 mulu 重新生成并传送网站。";
                en: "the site of {member} is of {day}, and the portal of {today}; its catalogue.json \
                     does not state the grounds of each validity, so only the documents' own dates \
                     were applied",
                    "Let this office build its site again with the same version of mulu and send it.";
                source: "docs/portal.md";
            }
            MemberOfLaterDay { member, day, today } "join-later-day" Warning {
                zh: "成员“{member}”的网站截至{day}，晚于门户的{today}；有效性按{today}推算",
                    "请核对这个单位生成网站的计算机的日期，以及生成门户时的 --as-of。";
                en: "the site of {member} is of {day}, later than the day of the portal, {today}; \
                     each validity is that of {today}",
                    "Check the date of the computer on which this office builds its site, and the \
                     --as-of of this command.";
                source: "docs/portal.md";
            }
            MemberAddress { members } "join-no-address" Warning {
                zh: "已写明门户的网址（base_url），但没有写明这些成员的网址（address），链接按文件夹的\
                     相对位置生成：{members}",
                    "请写明 address；成员的网站确实放在门户旁边的，写相对网址，如 ../caizheng/。";
                en: "the portal has a base_url, but these members have no address, so links to \
                     them follow the positions of the folders: {members}",
                    "Write their `address`. For a member that is beside the portal, write a relative \
                     address, such as ../caizheng/.";
                source: "docs/portal.md";
            }
            MemberGone { folder } "join-member-gone" Note {
                zh: "上次的网站“{folder}”现在不是门户的成员",
                    "撤出门户的，不必处理；漏写的，请在 members 中补上；path 改了的，旧网站也要换到\
                     相应的路径。";
                en: "the earlier site {folder} is no member of the portal now",
                    "If the office has left the portal, there is nothing to do. Otherwise add it to \
                     `members`; if its path was changed, move its earlier site to the same path.";
                source: "docs/portal.md";
            }
            SameSite { member, other, documents } "join-same-site" Warning {
                zh: "成员“{member}”的全部 {documents} 件文件，成员“{other}”都有，可能是同一个网站取了两次",
                    "请核对两个成员的 path；确是同一个网站的，删去其中一个。";
                en: "{other} has all {documents} documents of {member}; the two are probably one \
                     site that was fetched twice",
                    "Check the paths of the two members, and remove one if they are the same site.";
                source: "docs/portal.md";
            }
            NumberCollision { number, members } "join-number-collision" Warning {
                zh: "几个成员的不同文件用了同一个编号“{number}”：{members}",
                    "请有关单位核对；同一份文件由几个单位公开的，标题应当一致。";
                en: "members use the number {number} for different documents: {members}",
                    "Let the offices check it; one document that several of them publish has one \
                     title.";
                source: "docs/portal.md";
            }
        }
    };
}
pub(super) use portal;
