#!/usr/bin/env python3
"""Writes what a package must say of its dependencies: the licence texts, and a bill of materials (CycloneDX 1.5).

Both come from `cargo metadata` and Cargo.lock, name only what ends up in the program on the given target, and are the same on
every machine: papers.py TARGET LICENCES-FILE SBOM-FILE
"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib
import uuid

LICENCE_FILE = re.compile(r"^(licen[cs]e|copying|copyright|notice|unlicense|ofl|ufl)", re.IGNORECASE)
TEXT_ENDINGS = {"", ".md", ".txt", ".adoc", ".rst"}


def metadata(target):
    """What cargo knows of the packages for this target."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def linked(known):
    """The program's id, what it is linked with, and who needs whom: neither build scripts nor tests are shipped."""
    nodes = {node["id"]: node for node in known["resolve"]["nodes"]}
    macros = {
        package["id"]
        for package in known["packages"]
        if any("proc-macro" in target["kind"] for target in package["targets"])
    }
    root = known["resolve"]["root"]
    needs, waiting = {}, [root]
    while waiting:
        package = waiting.pop()
        if package in needs:
            continue
        needs[package] = sorted(
            dependency["pkg"]
            for dependency in nodes[package]["deps"]
            if dependency["pkg"] not in macros and any(kind["kind"] is None for kind in dependency["dep_kinds"])
        )
        waiting.extend(needs[package])
    return root, needs


def licence_texts(folder):
    """Every licence text that a package carries, at most two folders deep, as its authors wrote it."""
    for path in sorted(folder.glob("*")) + sorted(folder.glob("*/*")) + sorted(folder.glob("*/*/*")):
        if path.is_file() and LICENCE_FILE.match(path.name) and path.suffix.lower() in TEXT_ENDINGS:
            yield path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip()


def write_licences(file, packages):
    """One text: which package is under what, then each licence text once, with those it belongs to."""
    lines = [
        "Magnum Desktop is licensed under the Apache License 2.0; its text is part of every package.",
        "This is what it is built with, under which licence, and the texts that those licences ask to be passed on.",
        "",
    ]
    by_text = {}
    for package in packages:
        name = f"{package['name']} {package['version']}"
        expression = package["license"] or "see its licence text"
        lines.append(f"{name}: {expression}")
        for text in licence_texts(pathlib.Path(package["manifest_path"]).parent):
            owners = by_text.setdefault(" ".join(text.split()), (text, []))[1]
            if name not in owners:
                owners.append(name)
    fonts = pathlib.Path("assets/fonts/OFL.txt").read_text(encoding="utf-8").strip()
    by_text.setdefault(" ".join(fonts.split()), (fonts, []))[1].append("Inter, Noto Sans SC (fonts)")
    lines.append("Inter, Noto Sans SC (fonts): OFL-1.1")
    for text, owners in sorted(by_text.values(), key=lambda entry: entry[1]):
        lines += ["", "=" * 100, ", ".join(owners), "-" * 100, "", text]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def purl(package):
    """The name that vulnerability databases know a package by."""
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package, checksums):
    """One line of the bill."""
    found = {
        "type": "library",
        "bom-ref": purl(package),
        "name": package["name"],
        "version": package["version"],
        "purl": purl(package),
        "scope": "required",
    }
    if package["license"]:
        # Before SPDX expressions, cargo separated alternatives with a stroke.
        found["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    checksum = checksums.get((package["name"], package["version"]))
    if checksum:
        found["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if package["repository"]:
        found["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return found


def write_sbom(file, program, packages, needs):
    """The bill of materials."""
    lock = pathlib.Path("Cargo.lock").read_bytes()
    checksums = {
        (package["name"], package["version"]): package["checksum"]
        for package in tomllib.loads(lock.decode())["package"]
        if "checksum" in package
    }
    moment = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    by_id = {package["id"]: package for package in [program, *packages]}
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        # The same lock file gives the same number.
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(lock).hexdigest())}",
        "version": 1,
        "metadata": {
            "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": purl(program),
                "name": program["name"],
                "version": program["version"],
                "purl": purl(program),
                "licenses": [{"expression": program["license"]}],
            },
        },
        "components": [component(package, checksums) for package in packages],
        "dependencies": [
            {"ref": purl(by_id[package]), "dependsOn": sorted(purl(by_id[needed]) for needed in needs[package])}
            for package in sorted(needs, key=lambda package: purl(by_id[package]))
        ],
    }
    file.write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    target, licences, sbom = sys.argv[1:]
    known = metadata(target)
    root, needs = linked(known)
    packages = sorted(
        (package for package in known["packages"] if package["id"] in needs),
        key=lambda package: (package["name"], package["version"]),
    )
    program = next(package for package in packages if package["id"] == root)
    packages.remove(program)
    write_licences(pathlib.Path(licences), packages)
    write_sbom(pathlib.Path(sbom), program, packages, needs)
    unlicensed = [package["name"] for package in packages if not package["license"]]
    print(f"{len(packages)} packages are linked in; without a licence expression: {', '.join(unlicensed) or 'none'}")


if __name__ == "__main__":
    main()
