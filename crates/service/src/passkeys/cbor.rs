//! As much of CBOR (RFC 8949) as authenticators write: whole numbers, bytes, texts, lists, maps and
//! booleans, of definite length.

/// Lists and maps within each other at most (CTAP 2 allows four).
const DEPTH_MAX: u8 = 8;
/// Most entries of a list or map.
const ENTRIES_MAX: u64 = 64;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cbor {
    Integer(i64),
    Bytes(Vec<u8>),
    Text(String),
    List(Vec<Self>),
    Map(Vec<(Self, Self)>),
    Bool(bool),
    Null,
}

impl Cbor {
    /// The value that the bytes begin with, and the rest.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        read(bytes, DEPTH_MAX)
    }

    /// The value under a text.
    pub(super) fn named(&self, name: &str) -> Option<&Self> {
        self.find(&Self::Text(name.to_owned()))
    }

    /// The value under a number.
    pub(super) fn numbered(&self, number: i64) -> Option<&Self> {
        self.find(&Self::Integer(number))
    }

    fn find(&self, wanted: &Self) -> Option<&Self> {
        let Self::Map(entries) = self else {
            return None;
        };
        let found = entries.iter().find(|(key, _)| key == wanted);
        found.map(|(_, value)| value)
    }

    /// The bytes, if it is some.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub(super) const fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

fn read(bytes: &[u8], depth: u8) -> Option<(Cbor, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let (kind, short) = (first >> 5, first & 0x1f);
    if kind == 7 {
        let value = match short {
            20 => Cbor::Bool(false),
            21 => Cbor::Bool(true),
            22 => Cbor::Null,
            _ => return None,
        };
        return Some((value, rest));
    }
    let (argument, rest) = argument(short, rest)?;
    match kind {
        0 => Some((Cbor::Integer(i64::try_from(argument).ok()?), rest)),
        1 => Some((Cbor::Integer(-1 - i64::try_from(argument).ok()?), rest)),
        2 | 3 => {
            let (content, rest) = rest.split_at_checked(usize::try_from(argument).ok()?)?;
            let value = if kind == 2 {
                Cbor::Bytes(content.to_vec())
            } else {
                Cbor::Text(std::str::from_utf8(content).ok()?.to_owned())
            };
            Some((value, rest))
        }
        4 | 5 => read_entries(kind == 5, argument, rest, depth.checked_sub(1)?),
        _ => None,
    }
}

fn read_entries(map: bool, count: u64, mut rest: &[u8], depth: u8) -> Option<(Cbor, &[u8])> {
    if count > ENTRIES_MAX {
        return None;
    }
    let (mut list, mut entries) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let (value, after) = read(rest, depth)?;
        rest = after;
        if !map {
            list.push(value);
            continue;
        }
        // A key that comes twice means something else to each reader.
        if entries.iter().any(|(known, _)| *known == value) {
            return None;
        }
        let (content, after) = read(rest, depth)?;
        rest = after;
        entries.push((value, content));
    }
    let value = if map {
        Cbor::Map(entries)
    } else {
        Cbor::List(list)
    };
    Some((value, rest))
}

/// The number behind the first byte.
fn argument(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let length = match short {
        0..=23 => return Some((short.into(), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (bytes, rest) = rest.split_at_checked(length)?;
    let number = bytes
        .iter()
        .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(bytes: &[u8]) -> Option<Cbor> {
        let (value, rest) = Cbor::read(bytes)?;
        rest.is_empty().then_some(value)
    }

    #[test]
    fn values_are_those_of_the_standard() {
        // RFC 8949, appendix A.
        assert_eq!(whole(&[0x17]), Some(Cbor::Integer(23)));
        assert_eq!(whole(&[0x19, 0x03, 0xe8]), Some(Cbor::Integer(1000)));
        assert_eq!(whole(&[0x39, 0x01, 0x00]), Some(Cbor::Integer(-257)));
        assert_eq!(
            whole(b"\x44\x01\x02\x03\x04"),
            Some(Cbor::Bytes(vec![1, 2, 3, 4]))
        );
        assert_eq!(whole(b"\x62\xc3\xbc"), Some(Cbor::Text("ü".into())));
        assert_eq!(whole(b"\x64IETF"), Some(Cbor::Text("IETF".into())));
        assert_eq!(whole(&[0xf5]), Some(Cbor::Bool(true)));
        let map = whole(b"\xa2\x61a\x01\x20\x82\x02\x03").unwrap();
        assert_eq!(map.named("a").and_then(Cbor::integer), Some(1));
        let list = Cbor::List(vec![Cbor::Integer(2), Cbor::Integer(3)]);
        assert_eq!(map.numbered(-1), Some(&list));
    }

    #[test]
    fn what_is_cut_endless_or_too_deep_is_none() {
        for bad in [
            &b""[..],
            b"\x19\x03",
            b"\x5f\x41\x00\xff",
            b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\xa2\x01\x01\x01\x02",
            b"\xa1\x01",
            b"\xfb\x00\x00\x00\x00\x00\x00\x00\x00",
        ] {
            assert_eq!(whole(bad), None, "{bad:?}");
        }
        assert_eq!(whole(&[0x81; 100]), None);
    }
}
