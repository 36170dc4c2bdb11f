//! What of a request must not be seen in an answer: servers quote what they refuse, and what they say is shown and logged.

use reqwest::header::HeaderValue;
use serde_json::Value;

use crate::openstack::policy::CallClass;
use crate::openstack::transport::Call;

/// Fields of a sign-in whose values are secret, in JSON and in forms.
const FIELDS: [&str; 6] = [
    "password",
    "passcode",
    "secret",
    "client_secret",
    "access_token",
    "refresh_token",
];
/// What is shorter stands in other words by chance.
const SHORTEST: usize = 4;

/// Every secret that this call carries.
pub(super) fn of(call: &Call, token: Option<&HeaderValue>) -> Vec<String> {
    let sensitive = call.headers.iter().map(|(_, value)| value);
    let mut found: Vec<String> = sensitive
        .filter(|value| value.is_sensitive())
        .chain(token)
        .filter_map(|value| value.to_str().ok())
        .map(str::to_owned)
        .collect();
    if let (CallClass::SignIn, Some(body)) = (call.class, &call.body) {
        let body = body.expose();
        match serde_json::from_slice::<Value>(body) {
            Ok(value) => in_json(&value, &mut found),
            Err(_) => found.extend(
                url::form_urlencoded::parse(body)
                    .filter(|(key, _)| FIELDS.contains(&key.as_ref()))
                    .map(|(_, value)| value.into_owned()),
            ),
        }
    }
    found.retain(|secret| secret.len() >= SHORTEST);
    found
}

fn in_json(value: &Value, found: &mut Vec<String>) {
    if let Some(list) = value.as_array() {
        for item in list {
            in_json(item, found);
        }
    }
    for (key, value) in value.as_object().into_iter().flatten() {
        match value.as_str() {
            Some(text) if FIELDS.contains(&key.as_str()) => found.push(text.to_owned()),
            Some(_) => {}
            None => {
                // A token's id is the token.
                let token = (key == "token").then(|| value.get("id")?.as_str()).flatten();
                found.extend(token.map(str::to_owned));
                in_json(value, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::Method;
    use reqwest::header::{HeaderName, HeaderValue};

    use super::of;
    use crate::domain::secret::SecretBytes;
    use crate::domain::service::Service;
    use crate::openstack::policy::CallClass;
    use crate::openstack::transport::Call;

    fn secrets(class: CallClass, body: &str) -> Vec<String> {
        let mut receipt = HeaderValue::from_static("receipt-1");
        receipt.set_sensitive(true);
        let headers = [
            ("openstack-auth-receipt", receipt),
            ("accept", HeaderValue::from_static("a/b/c")),
        ];
        let call = Call {
            service: Service::Identity,
            method: Method::POST,
            url: "http://h/v3/auth/tokens".parse().unwrap(),
            headers: headers
                .map(|(name, value)| (HeaderName::from_static(name), value))
                .to_vec(),
            body: Some(SecretBytes::from(body.as_bytes().to_vec())),
            class,
        };
        of(&call, Some(&HeaderValue::from_static("token-1")))
    }

    #[test]
    fn what_a_sign_in_carries_is_known_in_every_form() {
        let body = r#"{"auth": {"identity": {"methods": ["password", "totp", "token"],
            "password": {"user": {"name": "demo", "password": "pass-1"}}, "totp": {"user": {"id": "u", "passcode": "123456"}},
            "application_credential": {"id": "not-secret", "secret": "secret-1"}, "token": {"id": "token-2"}}}}"#;
        let mut found = secrets(CallClass::SignIn, body);
        found.sort_unstable();
        assert_eq!(
            found,
            ["123456", "pass-1", "receipt-1", "secret-1", "token-1", "token-2"]
        );
        let form = secrets(
            CallClass::SignIn,
            "grant_type=password&password=p%20w%20d&client_secret=cs-1",
        );
        assert_eq!(form, ["receipt-1", "token-1", "p w d", "cs-1"]);
        assert_eq!(
            secrets(CallClass::SignIn, r#"{"password": "abc"}"#).len(),
            2,
            "too short to be told apart"
        );
        assert_eq!(secrets(CallClass::Write, r#"{"password": "pass-1"}"#).len(), 2);
    }
}
