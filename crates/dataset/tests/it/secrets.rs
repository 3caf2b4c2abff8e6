//! Planted secrets are found, each by the rule of its kind. They are put together here, so that no file of the project
//! ever looks as if it held a key.

use lintseq_dataset::filter::{RuleSet, Rules};

/// A piece of a secret.
enum Piece {
    /// As it stands.
    Text(&'static str),
    /// So many signs of an alphabet.
    Of(&'static str, usize),
}

use Piece::{Of, Text};

const LOWER_HEX: &str = "0123456789abcdef";
const DIGITS: &str = "0123456789";
const WORD: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
const BECH32: &str = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";

/// A rule, what stands before the secret, and the secret.
type Planted = (&'static str, &'static str, &'static [Piece]);

const SECRETS: &[Planted] = &[
    ("aws-access-key-id", "key = \"", &[Text("AK"), Text("IA"), Of(BASE32, 16)]),
    ("aws-secret-access-key", "aws_secret_access_key = \"", &[Of(WORD, 40)]),
    ("aws-session-token", "session_token = \"", &[Of(WORD, 120)]),
    ("google-api-key", "key = \"", &[Text("AI"), Text("za"), Of(WORD, 35)]),
    ("google-oauth-client-secret", "s = \"", &[Text("GOC"), Text("SPX-"), Of(WORD, 28)]),
    ("google-oauth-access-token", "t = \"", &[Text("ya"), Text("29."), Of(WORD, 60)]),
    ("azure-storage-account-key", "c = \"AccountName=a;AccountKey=", &[Of(WORD, 86), Text("==")]),
    ("azure-client-secret", "s = \"", &[Of(WORD, 3), Text("8Q"), Text("~"), Of(WORD, 34)]),
    ("azure-shared-access-signature", "u = \"?sv=2022&sig=", &[Of(WORD, 43), Text("%3D")]),
    ("digitalocean-token", "t = \"", &[Text("dop"), Text("_v1_"), Of(LOWER_HEX, 64)]),
    ("alibaba-access-key-id", "t = \"", &[Text("LT"), Text("AI"), Of(WORD, 20)]),
    ("tencent-secret-id", "t = \"", &[Text("AK"), Text("ID"), Of(WORD, 32)]),
    ("heroku-api-key", "t = \"", &[Text("HR"), Text("KU-"), Of(WORD, 60)]),
    ("cloudflare-api-token", "cloudflare_t = \"", &[Of(WORD, 40)]),
    ("fly-access-token", "t = \"", &[Text("fo"), Text("1_"), Of(WORD, 43)]),
    ("netlify-access-token", "t = \"", &[Text("nf"), Text("p_"), Of(WORD, 36)]),
    ("pulumi-access-token", "t = \"", &[Text("pu"), Text("l-"), Of(LOWER_HEX, 40)]),
    ("terraform-cloud-token", "t = \"", &[Of(WORD, 14), Text(".atlas"), Text("v1."), Of(WORD, 64)]),
    ("vault-token", "t = \"", &[Text("hv"), Text("s."), Of(WORD, 24)]),
    ("databricks-token", "t = \"", &[Text("da"), Text("pi"), Of(LOWER_HEX, 32)]),
    ("supabase-access-token", "t = \"", &[Text("sb"), Text("p_"), Of(LOWER_HEX, 40)]),
    ("planetscale-secret", "t = \"", &[Text("pscale"), Text("_tkn_"), Of(WORD, 43)]),
    ("doppler-token", "t = \"", &[Text("dp"), Text(".pt."), Of(WORD, 43)]),
    ("github-personal-access-token", "t = \"", &[Text("gh"), Text("p_"), Of(WORD, 36)]),
    ("github-oauth-token", "t = \"", &[Text("gh"), Text("o_"), Of(WORD, 36)]),
    ("github-user-to-server-token", "t = \"", &[Text("gh"), Text("u_"), Of(WORD, 36)]),
    ("github-server-to-server-token", "t = \"", &[Text("gh"), Text("s_"), Of(WORD, 36)]),
    ("github-refresh-token", "t = \"", &[Text("gh"), Text("r_"), Of(WORD, 36)]),
    (
        "github-fine-grained-token",
        "t = \"",
        &[Text("github"), Text("_pat_"), Of(WORD, 22), Text("_"), Of(WORD, 59)],
    ),
    ("gitlab-personal-access-token", "t = \"", &[Text("gl"), Text("pat-"), Of(WORD, 20)]),
    ("gitlab-trigger-token", "t = \"", &[Text("gl"), Text("ptt-"), Of(LOWER_HEX, 40)]),
    ("gitlab-runner-token", "t = \"", &[Text("gl"), Text("rt-"), Of(WORD, 20)]),
    ("gitlab-deploy-token", "t = \"", &[Text("gl"), Text("dt-"), Of(WORD, 20)]),
    ("bitbucket-app-password", "t = \"", &[Text("AT"), Text("BB"), Of(WORD, 32)]),
    ("atlassian-api-token", "t = \"", &[Text("ATA"), Text("TT3"), Of(WORD, 186)]),
    ("npm-access-token", "t = \"", &[Text("np"), Text("m_"), Of(WORD, 36)]),
    ("pypi-upload-token", "t = \"", &[Text("py"), Text("pi-AgE"), Of(WORD, 150)]),
    ("rubygems-api-key", "t = \"", &[Text("ruby"), Text("gems_"), Of(LOWER_HEX, 48)]),
    ("nuget-api-key", "t = \"", &[Text("oy"), Text("2"), Of(LOWER, 43)]),
    ("crates-io-token", "t = \"", &[Text("ci"), Text("o"), Of(WORD, 32)]),
    ("docker-access-token", "t = \"", &[Text("dckr"), Text("_pat_"), Of(WORD, 27)]),
    ("artifactory-api-key", "t = \"", &[Text("AK"), Text("Cp"), Of(WORD, 69)]),
    ("circleci-token", "t = \"", &[Text("CCI"), Text("PAT_"), Of(WORD, 22), Text("_"), Of(LOWER_HEX, 40)]),
    ("buildkite-token", "t = \"", &[Text("bk"), Text("ua_"), Of(LOWER_HEX, 40)]),
    ("sonarqube-token", "t = \"", &[Text("sq"), Text("u_"), Of(LOWER_HEX, 40)]),
    (
        "postman-api-key",
        "t = \"",
        &[Text("PM"), Text("AK-"), Of(LOWER_HEX, 24), Text("-"), Of(LOWER_HEX, 34)],
    ),
    (
        "openai-api-key",
        "t = \"",
        &[Text("s"), Text("k-"), Of(WORD, 20), Text("T3Blbk"), Text("FJ"), Of(WORD, 20)],
    ),
    ("anthropic-api-key", "t = \"", &[Text("sk-"), Text("ant-"), Text("api03-"), Of(WORD, 95)]),
    ("huggingface-token", "t = \"", &[Text("h"), Text("f_"), Of(LETTERS, 34)]),
    ("replicate-api-token", "t = \"", &[Text("r"), Text("8_"), Of(WORD, 37)]),
    ("groq-api-key", "t = \"", &[Text("gs"), Text("k_"), Of(WORD, 52)]),
    ("perplexity-api-key", "t = \"", &[Text("pp"), Text("lx-"), Of(WORD, 48)]),
    ("openrouter-api-key", "t = \"", &[Text("sk-"), Text("or-"), Text("v1-"), Of(LOWER_HEX, 64)]),
    ("xai-api-key", "t = \"", &[Text("xa"), Text("i-"), Of(WORD, 80)]),
    (
        "slack-bot-token",
        "t = \"",
        &[Text("xo"), Text("xb-"), Of(DIGITS, 12), Text("-"), Of(DIGITS, 12), Text("-"), Of(WORD, 24)],
    ),
    (
        "slack-user-token",
        "t = \"",
        &[
            Text("xo"),
            Text("xp-"),
            Of(DIGITS, 12),
            Text("-"),
            Of(DIGITS, 12),
            Text("-"),
            Of(DIGITS, 12),
            Text("-"),
            Of(LOWER_HEX, 32),
        ],
    ),
    (
        "slack-app-token",
        "t = \"",
        &[Text("xa"), Text("pp-1-"), Of(UPPER, 11), Text("-"), Of(DIGITS, 13), Text("-"), Of(LOWER_HEX, 64)],
    ),
    (
        "slack-webhook",
        "u = \"https://hooks.slack.com/services/",
        &[Text("T"), Of(UPPER, 10), Text("/B"), Of(UPPER, 10), Text("/"), Of(WORD, 24)],
    ),
    (
        "discord-bot-token",
        "bot.run(\"",
        &[Text("MT"), Of(WORD, 24), Text("."), Of(WORD, 6), Text("."), Of(WORD, 38)],
    ),
    (
        "discord-webhook",
        "u = \"https://discord.com/api/webhooks/",
        &[Of(DIGITS, 18), Text("/"), Of(WORD, 68)],
    ),
    ("telegram-bot-token", "t = \"", &[Text("7"), Of(DIGITS, 9), Text(":A"), Text("A"), Of(WORD, 33)]),
    (
        "teams-webhook",
        "u = \"https://a.webhook.office.com/webhookb2/",
        &[
            Of(LOWER_HEX, 36),
            Text("@"),
            Of(LOWER_HEX, 36),
            Text("/IncomingWebhook/"),
            Of(LOWER_HEX, 32),
            Text("/"),
            Of(LOWER_HEX, 36),
        ],
    ),
    ("sendgrid-api-key", "t = \"", &[Text("S"), Text("G."), Of(WORD, 22), Text("."), Of(WORD, 43)]),
    ("mailgun-api-key", "t = \"", &[Text("ke"), Text("y-"), Of(LOWER_HEX, 32)]),
    ("mailchimp-api-key", "t = \"", &[Of(LOWER_HEX, 32), Text("-u"), Text("s12")]),
    ("brevo-api-key", "t = \"", &[Text("xkey"), Text("sib-"), Of(LOWER_HEX, 64), Text("-"), Of(WORD, 16)]),
    ("twilio-api-key", "t = \"", &[Text("S"), Text("K"), Of(LOWER_HEX, 32)]),
    ("twilio-auth-token", "twilio = Client(sid, \"", &[Of(LOWER_HEX, 32)]),
    ("stripe-secret-key", "t = \"", &[Text("sk"), Text("_live_"), Of(WORD, 24)]),
    ("stripe-webhook-secret", "t = \"", &[Text("wh"), Text("sec_"), Of(WORD, 32)]),
    ("square-token", "t = \"", &[Text("sq0"), Text("atp-"), Of(WORD, 22)]),
    (
        "braintree-access-token",
        "t = \"",
        &[Text("access_token"), Text("$production$"), Of(LOWER, 16), Text("$"), Of(LOWER_HEX, 32)],
    ),
    ("shopify-token", "t = \"", &[Text("sh"), Text("pat_"), Of(LOWER_HEX, 32)]),
    (
        "plaid-access-token",
        "t = \"",
        &[
            Text("access-"),
            Text("sandbox-"),
            Of(LOWER_HEX, 8),
            Text("-"),
            Of(LOWER_HEX, 4),
            Text("-"),
            Of(LOWER_HEX, 4),
            Text("-"),
            Of(LOWER_HEX, 4),
            Text("-"),
            Of(LOWER_HEX, 12),
        ],
    ),
    ("new-relic-api-key", "t = \"", &[Text("NR"), Text("AK-"), Of(UPPER, 27)]),
    ("datadog-key", "DD_API_KEY = \"", &[Of(LOWER_HEX, 32)]),
    ("grafana-token", "t = \"", &[Text("gl"), Text("sa_"), Of(WORD, 32), Text("_"), Of(LOWER_HEX, 8)]),
    ("sentry-token", "t = \"", &[Text("sntr"), Text("yu_"), Of(LOWER_HEX, 64)]),
    ("linear-api-key", "t = \"", &[Text("lin"), Text("_api_"), Of(WORD, 40)]),
    ("notion-token", "t = \"", &[Text("nt"), Text("n_"), Of(WORD, 46)]),
    ("figma-token", "t = \"", &[Text("fi"), Text("gd_"), Of(WORD, 40)]),
    ("airtable-token", "t = \"", &[Text("pa"), Text("t"), Of(WORD, 14), Text("."), Of(LOWER_HEX, 64)]),
    ("dropbox-token", "t = \"", &[Text("s"), Text("l."), Of(WORD, 140)]),
    ("facebook-access-token", "t = \"", &[Text("EA"), Text("A"), Of(WORD, 150)]),
    ("twitter-bearer-token", "t = \"", &[Text("AAAAAAAAAAA"), Text("AAAAAAAAAAA"), Of(WORD, 90)]),
    ("adafruit-key", "t = \"", &[Text("ai"), Text("o_"), Of(WORD, 28)]),
    (
        "private-key",
        "",
        &[
            Text("-----BEGIN RSA "),
            Text("PRIVATE KEY-----\n"),
            Of(WORD, 64),
            Text("\n"),
            Of(WORD, 64),
            Text("\n-----"),
            Text("END RSA PRIVATE KEY-----"),
        ],
    ),
    (
        "putty-private-key",
        "",
        &[
            Text("PuTTY-User-"),
            Text("Key-File-3: ssh-rsa\nEncryption: none\nPrivate-Lines: 2\n"),
            Of(WORD, 64),
            Text("\n"),
            Of(WORD, 64),
            Text("\n"),
        ],
    ),
    ("age-secret-key", "t = \"", &[Text("AGE-SECRET"), Text("-KEY-1"), Of(BECH32, 58)]),
    (
        "jwt",
        "t = \"",
        &[Text("ey"), Text("J"), Of(WORD, 30), Text(".ey"), Text("J"), Of(WORD, 40), Text("."), Of(WORD, 43)],
    ),
    ("url-password", "u = \"postgres://alice:", &[Of(WORD, 12)]),
    ("basic-authorization", "curl -H 'Authorization: Basic ", &[Of(WORD, 32)]),
    ("bearer-authorization", "{'Authorization': 'Bearer ", &[Of(WORD, 40)]),
    ("generic-secret", "API_SECRET: \"", &[Of(WORD, 32)]),
    ("generic-password", "db_password = '", &[Of(WORD, 12), Text("7")]),
    ("environment-secret", "SESSION_SECRET=", &[Of(WORD, 32)]),
];

const PERSONAL: &[Planted] = &[
    ("email-address", "author = \"", &[Text("erika.m"), Of(LOWER, 6), Text("@"), Text("gmx.de")]),
    ("ipv4-address", "host = \"", &[Text("81.169."), Text("145."), Text("72")]),
    (
        "ipv6-address",
        "host = \"",
        &[Text("2a01:4f8:"), Of(LOWER_HEX, 4), Text(":1f2e::"), Of("123456789", 3)],
    ),
    ("mac-address", "mac = \"", &[Text("3c:52:82:"), Text("a7:1f:0e")]),
];

/// A generator that needs no crate: the same secrets everywhere.
fn draw(state: &mut u64, alphabet: &str, count: usize) -> String {
    let next = |state: &mut u64| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as usize
    };
    (0..count).map(|_| char::from(alphabet.as_bytes()[next(state) % alphabet.len()])).collect()
}

#[track_caller]
fn check(set: &RuleSet, planted: &[Planted]) {
    let ids: Vec<&str> = set.ids().collect();
    for id in &ids {
        assert!(planted.iter().any(|(rule, ..)| rule == id), "no secret is planted for {id}");
    }
    let mut state = 7;
    for (rule, before, pieces) in planted {
        for _ in 0..8 {
            let secret: String = pieces
                .iter()
                .map(|piece| match piece {
                    Text(text) => (*text).to_owned(),
                    Of(alphabet, count) => draw(&mut state, alphabet, *count),
                })
                .collect();
            let after = match *rule {
                "environment-secret" => "\n",
                "url-password" => "@db.internal.corp:5432/app\"\n",
                _ if before.contains('\'') => "'\n",
                _ => "\"\n",
            };
            let text = format!("import os\n\n{before}{secret}{after}print(os)\n");
            let found: Vec<_> = set.scan(&text, Some("src/app.py"));
            let hit = found.iter().find(|finding| set.id(finding) == *rule);
            let hit = hit.unwrap_or_else(|| panic!("{rule} does not find {text}"));
            assert!(secret.contains(&text[hit.secret.clone()]), "{rule} finds more in {text}");
            assert!(hit.secret.len() * 2 > secret.len(), "{rule} finds less in {text}");
        }
    }
}

#[test]
fn every_kind_of_secret_is_found() {
    check(&RuleSet::new(Rules::built_in(), false).unwrap(), SECRETS);
    assert!(SECRETS.len() > 90);
}

#[test]
fn addresses_are_found() {
    check(&RuleSet::new(Rules::built_in(), true).unwrap(), PERSONAL);
}

#[test]
fn what_people_write_instead_of_secrets_is_none() {
    let secrets = RuleSet::new(Rules::built_in(), false).unwrap();
    let personal = RuleSet::new(Rules::built_in(), true).unwrap();
    for text in [
        "password = \"changeme123\"",
        "api_key = os.environ[\"API_KEY\"]",
        "token = \"your-api-token-here-1234\"",
        "secret = \"${SECRET_FROM_VAULT_1}\"",
        "url = \"postgres://user:password@localhost:5432/db\"",
        "url = \"https://user:hunter2k@example.com/\"",
        "PRIMARY_KEY = \"a1b2c3d4e5f6a7b8c9d0e1f2\"",
        "integrity_token = \"sha512-9f86d081884c7d659a2feaa0c55ad015\"",
        "token_type = \"Bearer_Token_v2_for_all_of_us\"",
        "password_field = \"password_confirmation\"",
        "key = \"REDACTED_1_GENERIC_SECRET\"",
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----",
    ] {
        let found = secrets.scan(text, None);
        assert!(found.is_empty(), "{} finds {text}", secrets.id(&found[0]));
    }
    for text in [
        "user@example.com, git@github.com:a/b, noreply@github.com, y = a@b.T, x = W@x.to(device)",
        "127.0.0.1 192.168.1.7 10.0.0.1 0.0.0.0 203.0.113.9 8.8.8.8 version 81.169.145.72",
        "a = x[1:2:3], std::fs::read, ::1, fe80::1, 2001:db8::1, 12:34:56",
        "00:00:00:00:00:00 aa:bb:cc:dd:ee:ff",
        "icon@2x.png lodash@4.17.21 @app.route(\"/a.b.co\")",
    ] {
        let found = personal.scan(text, None);
        assert!(found.is_empty(), "{} finds {}", personal.id(&found[0]), &text[found[0].secret.clone()]);
    }
}
