//! What no regular expression can tell of an address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::Deserialize;

/// A question beyond the expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Check {
    /// The address is of a machine on the public network: not private, reserved, or kept for documentation.
    PublicAddress,
    /// The hardware address is somebody's: not a pattern that people write down.
    HardwareAddress,
}

/// Addresses that everybody knows: public resolvers.
const RESOLVERS: [Ipv4Addr; 8] = [
    Ipv4Addr::new(1, 1, 1, 1),
    Ipv4Addr::new(1, 0, 0, 1),
    Ipv4Addr::new(8, 8, 8, 8),
    Ipv4Addr::new(8, 8, 4, 4),
    Ipv4Addr::new(9, 9, 9, 9),
    Ipv4Addr::new(208, 67, 222, 222),
    Ipv4Addr::new(208, 67, 220, 220),
    Ipv4Addr::new(4, 2, 2, 2),
];

impl Check {
    pub(super) fn passes(self, secret: &str) -> bool {
        match self {
            Self::PublicAddress => match secret.parse() {
                Ok(IpAddr::V4(address)) => is_public_v4(address),
                Ok(IpAddr::V6(address)) => is_public_v6(address),
                Err(_) => false,
            },
            Self::HardwareAddress => is_hardware(secret),
        }
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, d] = address.octets();
    let is_reserved = a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 198 && (18..20).contains(&b));
    // Versions look like addresses of small numbers or with zeros at the end; mirrored and rising ones are made up.
    let is_made_up =
        (a == b && b == c) || (b == 0 && c == 0) || (c == 0 && d == 0) || [a, b, c, d] == [1, 2, 3, 4];
    let is_version = a < 16 && b < 32 && c < 32 && d < 32;
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || is_reserved
        || is_made_up
        || is_version
        || d == 255 && c == 255
        || RESOLVERS.contains(&address))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    // Of all addresses those that begin with 2 or 3 are given out; 2001:db8 and 3fff are for documentation, and 2001 up
    // to 2001:1ff, 2002, 64:ff9b for protocols.
    let [first, second, ..] = segments;
    let is_given_out = (0x2000..0x4000).contains(&first);
    let is_special = (first == 0x2001 && (second == 0xdb8 || second < 0x200))
        || first == 0x2002
        || (first == 0x3fff && second < 0x1000);
    let is_resolver =
        [(0x2606, 0x4700), (0x2620, 0xfe)].contains(&(first, second)) || (first, second) == (0x2001, 0x4860);
    is_given_out
        && !is_special
        && !is_resolver
        && segments.iter().filter(|segment| **segment != 0).count() > 2
}

fn is_hardware(address: &str) -> bool {
    let digits: Vec<u32> = address.chars().filter_map(|c| c.to_digit(16)).collect();
    let of_six = |text: &str| address.to_ascii_lowercase().replace('-', ":").starts_with(text);
    let octets: Vec<u32> =
        digits.chunks(2).map(|two| two.iter().fold(0, |sum, digit| sum * 16 + digit)).collect();
    let mut distinct = octets.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let step = |two: &[u32]| i64::from(two[1]) - i64::from(two[0]);
    let rises = octets.windows(2).all(|two| step(two) == step(&octets[..2]));
    // The kept range, what people type, and groups of addresses.
    !(of_six("00:00:5e:00:53")
        || of_six("de:ad:be:ef")
        || of_six("ca:fe")
        || of_six("01:00:5e")
        || of_six("33:33"))
        && digits.len() == 12
        && distinct.len() > 3
        && !rises
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_nobody() {
        for address in [
            "10.1.2.3",
            "192.168.0.1",
            "172.16.4.5",
            "127.0.0.1",
            "203.0.113.77",
            "198.51.100.9",
            "169.254.1.1",
            "8.8.8.8",
            "255.255.255.0",
            "1.2.3.4",
            "4.17.21.9",
            "100.64.3.2",
            "2001:db8::7:8:9",
            "fe80::1:2:3",
            "::1",
            "fd00::1:2:3",
            "2001:4860:4860::8888",
            "300.1.1.1",
            "52.0.0.0",
        ] {
            assert!(!Check::PublicAddress.passes(address), "{address}");
        }
        for address in ["81.169.145.72", "52.94.236.248", "2a01:4f8:c17:1234::5", "2003:e1:bf0f::1"] {
            assert!(Check::PublicAddress.passes(address), "{address}");
        }
        for address in [
            "00:11:22:33:44:55",
            "aa:bb:cc:dd:ee:ff",
            "ff:ff:ff:ff:ff:ff",
            "01:23:45:67:89:ab",
            "de:ad:be:ef:00:01",
        ] {
            assert!(!Check::HardwareAddress.passes(address), "{address}");
        }
        assert!(Check::HardwareAddress.passes("3c:52:82:a7:1f:0e"));
    }
}
