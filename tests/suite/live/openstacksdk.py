#!/usr/bin/env python3
"""Reads the corpus of tests/fixtures/config with openstacksdk's own loader and compares with what is recorded there.

    python openstacksdk.py CORPUS            compares; ends with 1 where something differs
    python openstacksdk.py CORPUS --print    prints what openstacksdk reads, as JSON

A case is NAME.yaml or NAME.json with, beside it, NAME.secure.yaml, NAME.public.yaml and NAME.env where there are such.
expected.json has what Magnum Desktop reads of each, and under "sdk" where openstacksdk differs, with the reason: that part
is what this program checks. The ordinary tests check the other.
"""

import json
import os
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")

from keystoneauth1 import exceptions as ksa_exceptions  # noqa: E402
from openstack.config import loader  # noqa: E402

KINDS = {
    "password": "password",
    "v3password": "password",
    "v3multifactor": "password",
    "token": "token",
    "v3token": "token",
    "v3totp": "v3totp",
    "v3applicationcredential": "v3applicationcredential",
    "v3oidcaccesstoken": "v3oidcaccesstoken",
    "v3oidcclientcredentials": "v3oidcclientcredentials",
    "v3websso": "v3websso",
}
SECRETS = {
    "password": "password",
    "token": "token",
    "v3totp": "passcode",
    "v3applicationcredential": "application_credential_secret",
    "v3oidcaccesstoken": "access_token",
    "v3oidcclientcredentials": "client_secret",
}
SERVICES = [
    "identity",
    "container-infrastructure-management",
    "orchestration",
    "compute",
    "network",
    "load-balancer",
    "block-storage",
    "image",
]


class Unusable(Exception):
    """What openstacksdk loads and keystoneauth refuses as soon as it is used, or what only other programs use."""


def text(value):
    return None if value is None or value == "" else str(value)


def first(*pairs):
    """The first of (name, value) that has a value, as one setting."""
    for name, value in pairs:
        if text(value):
            return {name: text(value)}
    return {}


def scope(auth):
    """As keystoneauth decides when it asks for a token."""
    project = text(auth.get("project_id")) or text(auth.get("project_name"))
    domain = text(auth.get("domain_id")) or text(auth.get("domain_name"))
    system, trust = text(auth.get("system_scope")), text(auth.get("trust_id"))
    if sum(map(bool, (project, domain, system, trust))) > 1:
        raise Unusable("several scopes")
    if system and system != "all":
        raise Unusable("a part of the system")
    found = first(("auth.project_id", auth.get("project_id")), ("auth.project_name", auth.get("project_name")))
    if found:
        found |= first(
            ("auth.project_domain_id", auth.get("project_domain_id") or auth.get("default_domain_id")),
            ("auth.project_domain_name", auth.get("project_domain_name") or auth.get("default_domain_name")),
        )
    found |= first(("auth.domain_id", auth.get("domain_id")), ("auth.domain_name", auth.get("domain_name")))
    found |= first(("auth.system_scope", system))
    found |= first(("auth.trust_id", trust))
    return found


def user(auth):
    found = first(("auth.user_id", auth.get("user_id")), ("auth.username", auth.get("username")))
    if not found:
        raise Unusable("nobody signs in")
    return found | first(
        ("auth.user_domain_id", auth.get("user_domain_id") or auth.get("default_domain_id")),
        ("auth.user_domain_name", auth.get("user_domain_name") or auth.get("default_domain_name")),
    )


def settings(config, name):
    region = config.get_one(name)
    values, auth = region.config, region.config["auth"]
    kind = KINDS.get(values["auth_type"])
    if kind is None:
        raise Unusable(values["auth_type"])
    found = {"auth_type": kind} | first(("auth.auth_url", auth.get("auth_url")))
    if kind in ("password", "v3totp"):
        found |= user(auth)
    if kind == "v3applicationcredential":
        by_id = first(("auth.application_credential_id", auth.get("application_credential_id")))
        found |= by_id or first(("auth.application_credential_name", auth.get("application_credential_name")))
        if not by_id:
            found |= user(auth)
    else:
        found |= scope(auth)
    for part in ("identity_provider", "protocol", "client_id", "access_token_endpoint", "discovery_endpoint"):
        found |= first((f"auth.{part}", auth.get(part)))
    if kind == "v3oidcclientcredentials":
        found |= first(("auth.openid_scope", auth.get("scope")))
    found |= first(("region_name", values.get("region_name")))
    known = config._get_known_regions(name)
    own = config.cloud_config["clouds"][name]
    if "regions" in own or len(known) > 1 or ("region_name" not in own and len(known) == 1 and not profile_region(config, own)):
        found["regions"] = ",".join(known_region["name"] for known_region in known)
    interface = region.get_interface()
    interface = interface[0] if isinstance(interface, list) else interface
    found["interface"] = (text(interface) or "public").removesuffix("URL")
    verify, certificate = region.get_requests_verify_args()
    found["verify"] = "false" if verify is False else "true"
    if isinstance(verify, str):
        found["cacert"] = verify
    if certificate:
        pair = certificate if isinstance(certificate, tuple) else (certificate,)
        found |= dict(zip(("cert", "key"), pair))
    for service in SERVICES:
        address = region._get_config("endpoint_override", service) or region._get_config("endpoint", service)
        found |= first((f"{service.replace('-', '_')}_endpoint_override", address))
    found |= first(("secret", auth.get(SECRETS.get(kind))))
    if kind == "password":
        found |= first(("passcode", auth.get("passcode")))
    return found


def profile_region(config, own):
    """Whether the vendor names a single region, rather than a list of one."""
    vendor = {}
    config._expand_vendor_profile("", vendor, own)
    return bool(vendor.get("region_name")) or not vendor.get("regions")


def read(corpus, name):
    def files(*endings):
        return [str(path) for path in (corpus / (name + ending) for ending in endings) if path.exists()]

    for variable in [variable for variable in os.environ if variable.startswith("OS_")]:
        del os.environ[variable]
    for path in files(".env"):
        for line in pathlib.Path(path).read_text().splitlines():
            variable, _, value = line.partition("=")
            os.environ[variable] = value
    try:
        config = loader.OpenStackConfig(
            config_files=files(".yaml", ".json"),
            secure_files=files(".secure.yaml"),
            vendor_files=files(".public.yaml"),
        )
    except Exception as error:
        return {"default": None, "clouds": {}, "error": type(error).__name__}
    clouds = {}
    for cloud in config.get_cloud_names():
        if cloud == "defaults":
            continue
        try:
            clouds[str(cloud)] = settings(config, cloud)
        except Exception as error:
            clouds[str(cloud)] = {"error": f"{type(error).__name__}: {error}"}
    default = config.default_cloud
    return {"default": None if default == "defaults" else default, "clouds": clouds}


def cases(corpus):
    names = (path.name.split(".")[0] for path in corpus.iterdir() if path.name not in ("expected.json", "README.md"))
    return sorted(set(names))


def same(one, other):
    if one is None or other is None:
        return one is other
    if "error" in one or "error" in other:
        return "error" in one and "error" in other
    return one == other


def main():
    corpus = pathlib.Path(sys.argv[1])
    found = {name: read(corpus, name) for name in cases(corpus)}
    if "--print" in sys.argv:
        print(json.dumps(found, indent=1, ensure_ascii=False))
        return 0
    expected = json.loads((corpus / "expected.json").read_text())
    differences = differing = 0
    for name, sdk in found.items():
        case = expected.get(name, {"default": None, "clouds": {}})
        clouds = case["clouds"] | case.get("sdk", {})
        default = case.get("sdk_default", case["default"])
        differing += "why" in case
        if "sdk" in case or "sdk_default" in case:
            assert case.get("why"), f"{name}: a difference without a reason"
        if sdk["default"] != default:
            differences += 1
            print(f"{name}: default is {sdk['default']!r}, recorded {default!r}")
        for cloud in sorted(clouds.keys() | sdk["clouds"].keys()):
            if not same(sdk["clouds"].get(cloud), clouds.get(cloud)):
                differences += 1
                print(f"{name}: {cloud}\n  openstacksdk  {sdk['clouds'].get(cloud)}\n  recorded      {clouds.get(cloud)}")
    missing = set(expected) - set(found)
    if missing:
        differences += 1
        print(f"recorded, but not there: {sorted(missing)}")
    print(f"{len(found)} cases, {differing} of them differ on purpose, {differences} unexpected differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
