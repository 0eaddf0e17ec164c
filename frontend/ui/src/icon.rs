//! Our own set of line icons, 24 units square, drawn with one path each.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $path:literal,)+) => {
        /// An icon of the set.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum IconName {
            $($(#[$doc])* $name,)+
        }

        impl IconName {
            const fn path(self) -> &'static str {
                match self { $(Self::$name => $path,)+ }
            }
        }
    };
}

icons! {
    /// A triangle with an exclamation mark.
    Alert = "M12 9v4.5m0 3.2v.1M10.3 4.2 2.6 17.4A2 2 0 0 0 4.3 20.400h15.400a2 2 0 0 0 1.7-3L13.7 4.200a2 2 0 0 0-3.4 0Z",
    /// To the left.
    ArrowLeft = "M19 12H5m6-6-6 6 6 6",
    /// To the right.
    ArrowRight = "M5 12h14m-6-6 6 6-6 6",
    /// Down; turned for ascending order.
    ArrowDown = "M12 5v14m-6-6 6 6 6-6",
    /// An open book.
    Book = "M12 6.500C10 4.8 7 4.5 3 4.500v14c4 0 7 .3 9 2 2-1.7 5-2 9-2v-14c-4 0-7 .3-9 2Zm0 0v14",
    /// Two speech balloons.
    Chat = "M20 11.500a7.5 7.5 0 0 1-7.8 7.5 8.6 8.6 0 0 1-3.3-.7L4 20l1.5-4.200A7 7 0 0 1 4.4 12a7.6 7.6 0 0 1 7.8-7.500A7.6 7.6 0 0 1 20 11.500Z",
    /// A tick.
    Check = "m5 12.5 4.5 4.500L19 7.5",
    /// A tick in a circle.
    CheckCircle = "m8.5 12.3 2.4 2.4 4.8-5M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
    /// Opens downwards.
    ChevronDown = "m6 9.5 6 6 6-6",
    /// Back.
    ChevronLeft = "m14.5 6-6 6 6 6",
    /// Forth.
    ChevronRight = "m9.5 6 6 6-6 6",
    /// A clock.
    Clock = "M12 7v5l3.2 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
    /// Columns of a table.
    Columns = "M9.5 4.500v15m5-15v15M5 4.500h14a1.5 1.5 0 0 1 1.5 1.500v12a1.5 1.5 0 0 1-1.5 1.500H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.500Z",
    /// Two sheets, one over the other.
    Copy = "M15.5 8.500V5A1.5 1.5 0 0 0 14 3.500H5A1.5 1.5 0 0 0 3.5 5v9A1.5 1.5 0 0 0 5 15.500h3.500m1.500-7h9A1.5 1.5 0 0 1 20.5 10v9a1.5 1.5 0 0 1-1.5 1.500h-9A1.5 1.5 0 0 1 8.5 19v-9a1.5 1.5 0 0 1 1.5-1.500Z",
    /// A cross.
    Cross = "m6 6 12 12M18 6 6 18",
    /// A cross in a circle.
    CrossCircle = "m9 9 6 6m0-6-6 6m12-3a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
    /// Into a tray.
    Download = "M12 4v11m-4.5-4.500L12 15l4.5-4.500M4.5 19.500h15",
    /// An eye.
    Eye = "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z",
    /// An eye, struck out.
    EyeOff = "M4 4l16 16M10 5.800a9 9 0 0 1 2-.3c6 0 9.5 6.5 9.5 6.500a17 17 0 0 1-2.7 3.400M6.5 7.700A16 16 0 0 0 2.5 12S6 18.5 12 18.500a9.5 9.5 0 0 0 4-.9M10 10a3 3 0 0 0 4.1 4.2",
    /// A sheet of paper.
    File = "M13.5 3.500H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.500h10a1.5 1.5 0 0 0 1.5-1.500V8.500l-5-5Zm0 0v5h5",
    /// A funnel.
    Filter = "M4 6.500h16M7 12h10m-7 5.500h4",
    /// A globe.
    Globe = "M3 12h18M12 3c2.5 2.7 3.7 5.7 3.7 9s-1.2 6.3-3.7 9c-2.5-2.7-3.7-5.7-3.7-9S9.5 5.7 12 3Zm9 9a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
    /// A picture.
    Image = "m4 17 5-5 3.5 3.500L15 13l5 4.500M9.5 8.500v.1M5.5 4.500h13A1.5 1.5 0 0 1 20 6v12a1.5 1.5 0 0 1-1.5 1.500h-13A1.5 1.5 0 0 1 4 18V6a1.5 1.5 0 0 1 1.5-1.500Z",
    /// An empty tray.
    Inbox = "M3.5 13h5l1.5 2.500h4l1.5-2.500h5M6.5 5h11l3 8v5a1.5 1.5 0 0 1-1.5 1.500H5A1.5 1.5 0 0 1 3.5 18v-5l3-8Z",
    /// An "i" in a circle.
    Info = "M12 11v5.500m0-9v.1M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
    /// A key.
    Key = "M12 15.500a4 4 0 1 1-8 0 4 4 0 0 1 8 0Zm-1.100-2.900L20 3.500m-4 4 3 3",
    /// A chain.
    Link = "M10 14a4 4 0 0 0 6 .4l3-3a4.1 4.1 0 0 0-5.8-5.800L11.7 7M14 10a4 4 0 0 0-6-.4l-3 3a4.1 4.1 0 0 0 5.8 5.800l1.5-1.4",
    /// A padlock.
    Lock = "M8 10.500V7.500a4 4 0 0 1 8 0v3m-9.5 0h11A1.5 1.5 0 0 1 19 12v7a1.5 1.5 0 0 1-1.5 1.500h-11A1.5 1.5 0 0 1 5 19v-7a1.5 1.5 0 0 1 1.5-1.500Z",
    /// An envelope.
    Mail = "m4 7 8 6 8-6M5 5.500h14A1.5 1.5 0 0 1 20.5 7v10a1.5 1.5 0 0 1-1.5 1.500H5A1.5 1.5 0 0 1 3.5 17V7A1.5 1.5 0 0 1 5 5.500Z",
    /// A screen.
    Monitor = "M9 20h6m-3-3.500V20M5 4.500h14A1.5 1.5 0 0 1 20.5 6v9a1.5 1.5 0 0 1-1.5 1.500H5A1.5 1.5 0 0 1 3.5 15V6A1.5 1.5 0 0 1 5 4.500Z",
    /// A crescent.
    Moon = "M20 14.200A8.3 8.3 0 0 1 9.8 4a8.3 8.3 0 1 0 10.2 10.200Z",
    /// Three dots.
    More = "M5.5 12h.1M12 12h.1m6.4 0h.1",
    /// A folded note.
    Note = "M14 20.500H5.500A1.5 1.5 0 0 1 4 19V5a1.5 1.5 0 0 1 1.5-1.500h13A1.5 1.5 0 0 1 20 5v9.500l-6 6Zm0 0V16a1.5 1.5 0 0 1 1.5-1.500H20M8 8.500h8m-8 4h4",
    /// A paper clip.
    Paperclip = "m20 11.5-8.3 8.300a5.2 5.2 0 0 1-7.4-7.400L12.6 4a3.5 3.5 0 0 1 5 5l-8.3 8.200a1.7 1.7 0 0 1-2.5-2.500l7.7-7.6",
    /// Two strokes.
    Pause = "M9 6v12m6-12v12",
    /// A pencil.
    Pencil = "m14.5 6 3.5 3.500M4 20l1-4L16.5 4.500a2.1 2.1 0 0 1 3 3L8 19l-4 1Z",
    /// To the right, filled by its outline.
    Play = "M7.5 5v14l11-7-11-7Z",
    /// A plus sign.
    Plus = "M12 5v14m-7-7h14",
    /// A printer.
    Printer = "M7 9V4h10v5M7 17H5a1.5 1.500 0 0 1-1.5-1.500v-5A1.5 1.5 0 0 1 5 9h14a1.5 1.5 0 0 1 1.5 1.500v5A1.5 1.5 0 0 1 19 17h-2M7 14h10v6H7v-6Z",
    /// An arrow round.
    Refresh = "M20 5v5h-5M4 19v-5h5m10.5-4A8 8 0 0 0 6 7L4 9.500m.5 4.500A8 8 0 0 0 18 17l2-2.5",
    /// An arrow back.
    Reply = "M9 7 4 12l5 5m-5-5h10a6 6 0 0 1 6 6v1",
    /// A shield.
    Shield = "M12 3.500 5 6v5.500c0 4.500 3 7.500 7 9 4-1.500 7-4.500 7-9V6l-7-2.500Z",
    /// A magnifying glass.
    Search = "m20 20-4.3-4.300M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z",
    /// A paper plane.
    Send = "M20.5 3.5 10.5 13.500m10-10-6.2 17-3.8-7-7-3.8 17-6.200Z",
    /// Out through a door.
    SignOut = "M14.5 7.500V5A1.5 1.5 0 0 0 13 3.500H6A1.5 1.5 0 0 0 4.5 5v14A1.5 1.5 0 0 0 6 20.500h7a1.5 1.5 0 0 0 1.5-1.500v-2.500M10 12h11m-3.5-3.500L21 12l-3.5 3.5",
    /// A star.
    Star = "m12 4 2.5 5.1 5.6.8-4 4 .9 5.6-5-2.7-5 2.7.9-5.6-4-4 5.6-.8L12 4Z",
    /// A sun.
    Sun = "M12 3v1.500m0 15V21m9-9h-1.500m-15 0H3m15.4-6.4-1.1 1.100M6.7 17.300l-1.1 1.100m12.8 0-1.1-1.100M6.7 6.7 5.6 5.600M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z",
    /// A ticket.
    Ticket = "M14.5 6v2m0 3v2m0 3v2M5 5.500h14A1.5 1.5 0 0 1 20.5 7v2.500a2.5 2.5 0 0 0 0 5V17a1.5 1.5 0 0 1-1.5 1.500H5A1.5 1.5 0 0 1 3.5 17v-2.500a2.5 2.5 0 0 0 0-5V7A1.5 1.5 0 0 1 5 5.500Z",
    /// A dust bin.
    Trash = "M4.5 7h15M9.5 7V4.500h5V7m-8 0 .8 12.500h9.400L17.5 7M10 11v5m4-5v5",
    /// Out of a tray.
    Upload = "M12 15V4M7.5 8.5 12 4l4.5 4.500M4.5 19.500h15",
    /// A person.
    User = "M5 20c.5-3.5 3.3-5.5 7-5.500s6.5 2 7 5.500M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z",
    /// Two persons.
    Users = "M2.5 19.500c.4-3.3 3-5 6.5-5s6.1 1.7 6.5 5M16 5.200a3.5 3.5 0 0 1 0 6.600m2.5 3.200c1.7.8 2.7 2.3 3 4.500M12.5 8.500a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0Z",
}

/// An icon beside a text. It says nothing by itself: `aria-hidden`.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
    /// 24 px instead of a little more than the text's size.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            class:icon--l=large
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="1.75"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d=name.path()></path>
        </svg>
    }
}
