//! Messages about the members of a portal.
//!
//! One row per code, with its arguments, name, severity and texts in both languages; `super`
//! describes the form. This file must not know how a finding is made.

macro_rules! portal {
    ($then:ident $($state:tt)*) => {
        $then! { $($state)*
            MemberLeftOut { member, reason } "join-left-out" Warning {
                zh: "门户没有收入成员“{member}”：{reason}",
                    "请这个单位重新生成并传送网站，然后再次运行 mulu join；其他成员不受影响。";
                en: "the portal leaves out the member {member}: {reason}",
                    "Let this office build and send its site again, and run `mulu join` once more; \
                     the other members are not affected.";
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
