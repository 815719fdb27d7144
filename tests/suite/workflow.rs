//! The workflow that publishes a site: its own commands are run, taken from the file, as GitHub would run them. Only
//! the step `install` is replaced, by putting the program on the path.

use super::binary::{linernotes, put, tree_of};
use linernotes::author::workflow::{Install, PATH, is_branch, text};
use serde_yaml::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Actions and the commits of them that were read, each seen in several public workflows.
const PINNED: &[(&str, &str, &str)] = &[
    ("actions/checkout", "11bd71901bbe5b1630ceea73d27597364c9af683", "v4.2.2"),
    ("actions/configure-pages", "983d7736d9b0ae728b81ab479565c72886d7745b", "v5.0.0"),
    ("actions/upload-pages-artifact", "56afc609e74202658d3ffba0e8f6dda462b719fa", "v3.0.1"),
    ("actions/deploy-pages", "d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e", "v4.0.5"),
    ("actions/cache", "0400d5f644dc74513175e3cd8d07132dd4860809", "v4.2.4"),
    ("actions/upload-artifact", "ea165f8d65b6e75b540449e92b4886f43607fa02", "v4.6.2"),
    ("actions/download-artifact", "d3f86a106a0bac45b974a628896c90dbdf5c8093", "v4.3.0"),
    ("actions/attest-build-provenance", "e8998f949152b193b063cb0ec769d69d929409be", "v2.4.0"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The workflows of this repository, and the one that sites get.
fn all() -> BTreeMap<String, String> {
    let folder = root().join(".github/workflows");
    let mut all: BTreeMap<String, String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap()))
        .collect();
    all.insert("of a site".into(), text("main", "", Install::Release));
    all
}

#[test]
fn actions_are_pinned_by_the_commits_that_were_read() {
    let mut seen = 0;
    for (name, text) in all() {
        for line in text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: ")) {
            let known =
                PINNED.iter().any(|(action, commit, version)| line == format!("{action}@{commit} # {version}"));
            assert!(known, "{name}: {line}");
            seen += 1;
        }
    }
    assert!(seen >= 15, "{seen}");
}

#[test]
fn rights_are_given_to_single_jobs() {
    for (name, text) in all() {
        let workflow: Value = serde_yaml::from_str(&text).unwrap();
        let given = &workflow["permissions"];
        let only_reads = given.as_mapping().is_some_and(|given| given.values().all(|right| right == "read"));
        assert!(only_reads, "{name} gives all jobs {given:?}");
        for (job, is) in workflow["jobs"].as_mapping().unwrap() {
            let Some(rights) = is["permissions"].as_mapping() else { continue };
            let writes: Vec<&str> = rights
                .iter()
                .filter(|(_, right)| *right == "write")
                .filter_map(|(scope, _)| scope.as_str())
                .collect();
            let fine: &[&str] = match (name.as_str(), job.as_str().unwrap()) {
                (_, "publish") => &["pages", "id-token"],
                ("release.yml", "release") => &["contents", "id-token", "attestations"],
                _ => &[],
            };
            assert_eq!(writes, fine, "{name}: {job:?}");
        }
    }
}

#[test]
fn this_repository_publishes_the_default_site_by_the_same_workflow() {
    let (path, wanted) = (root().join(PATH), text("main", "", Install::Source));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &wanted).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(there, wanted, "{PATH} is stale; UPDATE=1 cargo test writes it anew");
    // It differs in how it comes by the program.
    let of_sites = text("main", "", Install::Release);
    let own: Vec<&str> = wanted.lines().filter(|line| !of_sites.contains(*line)).map(str::trim).collect();
    let build = ["cargo build --release --locked", "echo \"$GITHUB_WORKSPACE/target/release\" >> \"$GITHUB_PATH\""];
    assert_eq!(own, [build, build].concat());
}

#[test]
fn the_release_is_the_one_that_a_site_fetches() {
    let site = text("main", "", Install::Release);
    let version = env!("CARGO_PKG_VERSION");
    let release = fs::read_to_string(root().join(".github/workflows/release.yml")).unwrap();
    assert!(site.contains(&format!("RELEASE: {}/releases/download/v{version}\n", env!("CARGO_PKG_REPOSITORY"))));
    assert!(site.contains(&format!("ARCHIVE: linernotes-{version}-x86_64-unknown-linux-musl.tar.gz\n")));
    for part in [
        "target: x86_64-unknown-linux-musl\n",
        "name=linernotes-${GITHUB_REF_NAME#v}-$TARGET\n",
        "tags: [\"v*\"]\n",
        "| tee SHA256SUMS\n",
    ] {
        assert!(release.contains(part), "{part}");
    }
}

/// What GitHub knows of a run.
struct Run<'r> {
    event: &'r str,
    folder: &'r Path,
}

impl Run<'_> {
    /// Whether a condition holds: comparisons with `&&` between them.
    fn holds(&self, condition: &Value) -> bool {
        let Some(condition) = condition.as_str() else { return true };
        condition.split("&&").all(|part| {
            let (left, sign, right) = match part.split_once("!=") {
                Some((left, right)) => (left, "!=", right),
                None => part.split_once("==").map(|(left, right)| (left, "==", right)).unwrap(),
            };
            let value = match left.trim() {
                "github.event_name" => self.event,
                "github.ref" => "refs/heads/main",
                other => panic!("{other} is not known here"),
            };
            (value == right.trim().trim_matches('\'')) == (sign == "==")
        })
    }

    fn filled(&self, text: &str) -> String {
        let filled = text.replace("${{ steps.pages.outputs.base_url }}", "https://fan.github.io/drama");
        assert!(!filled.contains("${{"), "{filled}");
        filled
    }

    /// Runs the commands of the jobs that this event starts: the steps that ran, and how the last one ended.
    fn go(&self, workflow: &Value) -> (Vec<String>, bool, String) {
        let mut steps = Vec::new();
        let mut said = String::new();
        for (_, job) in workflow["jobs"].as_mapping().unwrap().iter().filter(|(_, job)| self.holds(&job["if"])) {
            for step in job["steps"].as_sequence().unwrap().iter().filter(|step| self.holds(&step["if"])) {
                let name = step["name"].as_str().unwrap_or("-");
                let Some(run) = step["run"].as_str().filter(|_| name != "install") else { continue };
                steps.push(name.to_string());
                let output = self.bash(run, &step["env"]);
                said += &String::from_utf8_lossy(&output.stdout);
                said += &String::from_utf8_lossy(&output.stderr);
                if !output.status.success() {
                    return (steps, false, said);
                }
            }
        }
        (steps, true, said)
    }

    /// As GitHub runs a step whose shell is bash, with nothing else in the environment.
    fn bash(&self, run: &str, env: &Value) -> std::process::Output {
        let program = Path::new(env!("CARGO_BIN_EXE_linernotes")).parent().unwrap();
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &self.filled(run)]).current_dir(self.folder);
        bash.env_clear().env("PATH", format!("{}:/usr/bin:/bin", program.display())).env("HOME", self.folder);
        for (name, value) in env.as_mapping().into_iter().flatten() {
            bash.env(name.as_str().unwrap(), self.filled(value.as_str().unwrap()));
        }
        bash.output().unwrap()
    }
}

#[test]
fn the_workflow_of_a_new_site_checks_builds_and_looks_at_links() {
    let top = tempfile::tempdir().unwrap();
    linernotes().current_dir(top.path()).args(["new", "site", "--repository", "Fan/drama"]).assert().success();
    let folder = top.path().join("site");
    let workflow: Value = serde_yaml::from_str(&fs::read_to_string(folder.join(PATH)).unwrap()).unwrap();
    let go = |event: &str| Run { event, folder: &folder }.go(&workflow);
    // No other host is asked here.
    let sources = fs::read_to_string(folder.join("content/sources.yaml")).unwrap();
    let without =
        sources.lines().filter(|line| !line.trim_start().starts_with("url:")).collect::<Vec<_>>().join("\n");
    put(&folder, "content/sources.yaml", &without);

    let (steps, is_fine, said) = go("pull_request");
    assert!(is_fine, "{said}");
    assert_eq!(steps, ["check"]);
    assert!(!folder.join("dist").exists(), "a pull request publishes nothing");

    let (steps, is_fine, said) = go("push");
    assert!(is_fine, "{said}");
    assert_eq!(steps, ["build"]);
    let home = fs::read_to_string(folder.join("dist/index.html")).unwrap();
    assert!(
        home.contains("href=\"/drama/songs/\"") || home.contains("href=\"/drama/soundtrack/\""),
        "the base path"
    );
    linernotes().args(["proof"]).arg(folder.join("dist")).assert().success();
    let first = tree_of(&folder.join("dist"));

    let (steps, is_fine, said) = go("schedule");
    assert!(is_fine, "{said}");
    assert_eq!(steps, ["build", "links"]);
    assert_eq!(tree_of(&folder.join("dist")), first, "the same content makes the same site");

    put(&folder, "content/songs.yaml", "first-ferry:\n  titel: First Ferry\n");
    let (_, is_fine, said) = go("pull_request");
    assert!(!is_fine);
    assert!(said.contains("::error file=content/songs.yaml,line=2,col=3,"), "{said}");
    let (_, is_fine, _) = go("push");
    assert!(!is_fine, "what is wrong is not published");
}

#[test]
fn the_step_that_installs_compares_the_digest() {
    let top = tempfile::tempdir().unwrap();
    let at = |path: &str| top.path().join(path);
    let workflow: Value = serde_yaml::from_str(&text("main", "", Install::Release)).unwrap();
    let steps = workflow["jobs"]["site"]["steps"].as_sequence().unwrap();
    let install = steps.iter().find(|step| step["name"] == "install").unwrap();
    let archive = install["env"]["ARCHIVE"].as_str().unwrap();
    let name = archive.strip_suffix(".tar.gz").unwrap();
    // In place of the network: what is asked for is taken from a folder.
    put(top.path(), "bin/curl", "#!/bin/sh\nfor last; do :; done\ncp \"$HUB/${last##*/}\" .\n");
    put(top.path(), &format!("hub/{name}/linernotes"), "#!/bin/sh\necho it runs\n");
    put(top.path(), "hub/LICENSE", "x\n");
    let sh = |script: &str| {
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(at("hub"));
        bash.env_clear().env("PATH", format!("{}:/usr/bin:/bin", at("bin").display())).env("HUB", at("hub"));
        bash.env("RUNNER_TEMP", at("temp")).env("GITHUB_PATH", at("path"));
        for (name, value) in install["env"].as_mapping().unwrap() {
            bash.env(name.as_str().unwrap(), value.as_str().unwrap());
        }
        bash.output().unwrap()
    };
    let make = format!(
        "chmod +x ../bin/curl {name}/linernotes; tar czf {archive} {name}; sha256sum LICENSE {archive} > SHA256SUMS"
    );
    assert!(sh(&make).status.success());
    let run = install["run"].as_str().unwrap();
    let try_it = || {
        let _ = fs::remove_dir_all(at("temp"));
        fs::create_dir(at("temp")).unwrap();
        fs::write(at("path"), "").unwrap();
        sh(run)
    };
    let output = try_it();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let program = Path::new(fs::read_to_string(at("path")).unwrap().trim()).join("linernotes");
    assert_eq!(Command::new(program).output().unwrap().stdout, b"it runs\n");
    // Another archive than the one whose digest is listed, or one that is not listed.
    for spoil in [format!("echo x >> {archive}"), "sha256sum LICENSE > SHA256SUMS".into()] {
        assert!(sh(&spoil).status.success());
        assert!(!try_it().status.success(), "{spoil}");
        assert_eq!(fs::read_to_string(at("path")).unwrap(), "");
    }
}

#[test]
fn a_workflow_of_somebody_else_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let run = |words: &[&str]| {
        let output = linernotes().current_dir(folder.path()).arg("workflow").args(words).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    };
    let read = || fs::read_to_string(folder.path().join(PATH)).unwrap();
    assert_eq!(run(&["--print"]), (0, text("main", "", Install::Release), String::new()));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "printing writes nothing");
    assert_eq!(run(&[]).0, 0);
    assert_eq!(read(), text("main", "", Install::Release));
    let (code, diff, talk) = run(&[]);
    assert_eq!((code, diff.as_str()), (0, ""));
    assert!(talk.contains("as this version"), "{talk}");
    let (code, diff, talk) = run(&["--branch", "trunk"]);
    assert_eq!(code, 2, "{talk}");
    assert!(diff.contains("+    branches: [\"trunk\"]") && talk.contains("differs"), "{diff}{talk}");
    put(folder.path(), PATH, "name: mine\n");
    assert!(run(&[]).2.contains("was not written by this program"));
    assert_eq!(read(), "name: mine\n");
    assert_eq!(run(&["--yes", "--branch", "trunk"]).0, 0);
    assert_eq!(read(), text("trunk", "", Install::Release));
    assert_eq!(run(&["--branch", "a b"]).0, 2);
}

#[test]
fn a_site_below_the_top_of_its_repository_is_found() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join(".git")).unwrap();
    fs::create_dir_all(folder.path().join("fans/site")).unwrap();
    linernotes().current_dir(folder.path()).args(["workflow", "--root", "fans/site"]).assert().success();
    let text = fs::read_to_string(folder.path().join(PATH)).unwrap();
    for part in [
        "check --root fans/site/ --format",
        "build --root fans/site/ --format",
        "path: fans/site/dist\n",
        "path: fans/site/.linernotes\n",
    ] {
        assert!(text.contains(part), "{part}");
    }
    fs::create_dir_all(folder.path().join("my site")).unwrap();
    linernotes().current_dir(folder.path()).args(["workflow", "--root", "my site"]).assert().code(2);
}

#[test]
fn a_branch_cannot_break_the_workflow() {
    for fine in ["main", "gh-pages", "site/2024", "v1.0"] {
        assert!(is_branch(fine), "{fine}");
    }
    for odd in ["", "a b", "a\"b", "-a", "a..b", "a/", "${{ x }}", "a\nb"] {
        assert!(!is_branch(odd), "{odd}");
    }
}
