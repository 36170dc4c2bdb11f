//! A terminal's window with something in its environment: which program opens one on this system, and how it is called.
//!
//! Every call is a list of words and never a line for a shell; where the system only takes a line, as the macOS Terminal does,
//! the one quoting function makes it. Values are names of files and addresses, no secrets.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::domain::access::{Environment, Terminal};
use crate::domain::problem::{Problem, ProblemKind, system_words};

/// A program with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Call {
    program: String,
    words: Vec<String>,
}

/// Opens a terminal whose shell or program has these variables. Returns as soon as the terminal's program runs.
///
/// # Errors
/// `NoTerminal` where this system has none that is known here, `ProgramMissing` where what is to run in it is not there,
/// `Internal` with the system's words where none would start.
pub fn open(terminal: &Terminal) -> Result<(), Problem> {
    if let Some(name) = terminal.runs.first().filter(|name| !is_installed(name)) {
        return Err(Problem::new(ProblemKind::ProgramMissing { name: name.clone() }));
    }
    let mut last = None;
    for call in calls(&terminal.environment, &terminal.runs) {
        let mut command = Command::new(&call.program);
        command
            .args(&call.words)
            .envs(terminal.environment.iter().cloned());
        own(&mut command);
        match command.spawn() {
            Ok(child) => return wait_for(child),
            // Told only where nothing else starts either.
            Err(error) => last = Some(error),
        }
    }
    Err(Problem::new(match last {
        Some(error) if error.kind() != std::io::ErrorKind::NotFound => ProblemKind::Internal {
            detail: system_words(&error),
        },
        Some(_) | None => ProblemKind::NoTerminal,
    }))
}

/// Takes the program's end when it comes, so that it does not stay in the list of processes.
fn wait_for(mut child: std::process::Child) -> Result<(), Problem> {
    let waiting = std::thread::Builder::new()
        .name("terminal".to_owned())
        .spawn(move || drop(child.wait()));
    // Without the thread it is there all the same.
    drop(waiting);
    Ok(())
}

/// It outlives this program, and says nothing into this one's own terminal.
#[cfg(unix)]
fn own(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;

    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
}

/// A console of its own, with the console's own input and output.
#[cfg(windows)]
fn own(command: &mut Command) {
    use std::os::windows::process::CommandExt as _;

    const CREATE_NEW_CONSOLE: u32 = 0x10;
    command.creation_flags(CREATE_NEW_CONSOLE);
}

/// Whether a program of this name is where programs are looked for.
fn is_installed(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let suffixes: &[&str] = if cfg!(windows) {
        &[".exe", ".cmd", ".bat"]
    } else {
        &[""]
    };
    std::env::split_paths(&path).any(|folder| {
        let found = |suffix: &&str| folder.join(format!("{name}{suffix}")).is_file();
        suffixes.iter().any(found)
    })
}

#[cfg(all(unix, not(target_os = "macos")))]
fn calls(environment: &Environment, runs: &[String]) -> Vec<Call> {
    #[expect(clippy::disallowed_methods, reason = "this room reads the environment")]
    let named = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let shell = named("SHELL").unwrap_or_else(|| "/bin/sh".to_owned());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let there = |program: &str| {
        let found = |folder: &PathBuf| folder.join(program).is_file();
        Path::new(program).is_file() || folders.iter().any(found)
    };
    let runs = if runs.is_empty() {
        vec![shell]
    } else {
        runs.to_vec()
    };
    on_freedesktop(named("TERMINAL").as_deref(), (&runs, environment), there)
}

#[cfg(target_os = "macos")]
fn calls(environment: &Environment, runs: &[String]) -> Vec<Call> {
    vec![on_macos(environment, runs)]
}

#[cfg(windows)]
fn calls(_environment: &Environment, runs: &[String]) -> Vec<Call> {
    on_windows(runs)
}

/// Terminals with the words that stand before the command that they run: what the person chose, what the system chose, then
/// the desktops' own. Several hand the work to a process that runs already and has another environment, so the variables
/// are given to the shell by `env`.
#[cfg(any(test, all(unix, not(target_os = "macos"))))]
fn on_freedesktop(
    chosen: Option<&str>,
    (runs, environment): (&[String], &Environment),
    there: impl Fn(&str) -> bool,
) -> Vec<Call> {
    const KNOWN: [(&str, &[&str]); 13] = [
        ("xdg-terminal-exec", &[]),
        ("x-terminal-emulator", &["-e"]),
        ("gnome-terminal", &["--"]),
        ("kgx", &["--"]),
        ("ptyxis", &["--"]),
        ("konsole", &["-e"]),
        ("xfce4-terminal", &["-x"]),
        ("mate-terminal", &["-x"]),
        ("alacritty", &["-e"]),
        ("kitty", &[]),
        ("foot", &[]),
        ("wezterm", &["start", "--"]),
        ("xterm", &["-e"]),
    ];
    let name = |program: &str| program.rsplit('/').next().unwrap_or_default().to_owned();
    let before = |program: &str| {
        let known = KNOWN.iter().find(|(known, _)| *known == name(program));
        known.map_or(&["-e"] as &[&str], |(_, words)| words)
    };
    let programs = chosen
        .into_iter()
        .chain(KNOWN.iter().map(|(program, _)| *program));
    programs
        .filter(|program| there(program))
        .map(|program| {
            let mut words: Vec<String> = before(program).iter().map(|&word| word.to_owned()).collect();
            words.push("env".to_owned());
            words.extend(environment.iter().map(|(name, value)| format!("{name}={value}")));
            words.extend(runs.iter().cloned());
            Call {
                program: program.to_owned(),
                words,
            }
        })
        .collect()
}

/// The Terminal takes a line for its shell; the line is an argument of the script and no part of it.
#[cfg(any(test, target_os = "macos"))]
fn on_macos(environment: &Environment, runs: &[String]) -> Call {
    use crate::domain::quoting::Shell;

    let each = environment
        .iter()
        .map(|(name, value)| format!("export {name}={}", Shell::Posix.quoted(value)));
    let mut lines: Vec<String> = each.collect();
    if !runs.is_empty() {
        let quoted = runs.iter().map(|word| Shell::Posix.quoted(word));
        lines.push(quoted.collect::<Vec<_>>().join(" "));
    }
    let line = lines.join("; ");
    let script =
        "on run argv\ntell application \"Terminal\"\ndo script (item 1 of argv)\nactivate\nend tell\nend run";
    Call {
        program: "/usr/bin/osascript".to_owned(),
        words: ["-e", script, "--", &line].map(str::to_owned).to_vec(),
    }
}

/// A shell, or a program, in a console of its own inherits the variables.
#[cfg(any(test, windows))]
fn on_windows(runs: &[String]) -> Vec<Call> {
    if let [program, words @ ..] = runs {
        return vec![Call {
            program: program.clone(),
            words: words.to_vec(),
        }];
    }
    ["pwsh.exe", "powershell.exe"]
        .map(|program| Call {
            program: program.to_owned(),
            words: ["-NoLogo", "-NoExit"].map(str::to_owned).to_vec(),
        })
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::{Call, Environment, on_freedesktop, on_macos, on_windows};

    fn environment() -> Environment {
        vec![("KUBECONFIG".to_owned(), "/home/a b/it's $(id).yaml".to_owned())]
    }

    fn lines(calls: &[Call]) -> Vec<String> {
        let line = |call: &Call| format!("{}|{}", call.program, call.words.join("|"));
        calls.iter().map(line).collect()
    }

    #[test]
    fn a_terminal_of_linux_gets_words_and_no_line_for_a_shell() {
        let environment = environment();
        let tail = "env|KUBECONFIG=/home/a b/it's $(id).yaml|/bin/zsh";
        let shell = ["/bin/zsh".to_owned()];
        let found = on_freedesktop(Some("/opt/foot"), (&shell, &environment), |program| {
            ["/opt/foot", "gnome-terminal", "wezterm", "xterm"].contains(&program)
        });
        assert_eq!(
            lines(&found),
            [
                format!("/opt/foot|{tail}"),
                format!("gnome-terminal|--|{tail}"),
                format!("wezterm|start|--|{tail}"),
                format!("xterm|-e|{tail}"),
            ]
        );
        let unknown = on_freedesktop(Some("my-term"), (&shell, &environment), |program| {
            program == "my-term"
        });
        assert_eq!(lines(&unknown), [format!("my-term|-e|{tail}")]);
        assert_eq!(on_freedesktop(None, (&shell, &environment), |_| false), []);
        let runs = ["k9s", "--context", "web@it's"].map(str::to_owned);
        let found = on_freedesktop(None, (&runs, &environment), |program| program == "xterm");
        let expected = "xterm|-e|env|KUBECONFIG=/home/a b/it's $(id).yaml|k9s|--context|web@it's";
        assert_eq!(lines(&found), [expected]);
    }

    #[test]
    fn f74_the_terminal_of_macos_gets_a_quoted_line_beside_its_script() {
        let call = on_macos(&environment(), &[]);
        let line = call.words.last().unwrap();
        assert_eq!(line, r"export KUBECONFIG='/home/a b/it'\''s $(id).yaml'");
        let script = call.words.get(1).unwrap();
        assert!(!script.contains("KUBECONFIG"), "{script}");
        let runs = ["k9s", "--context", "it's"].map(str::to_owned);
        let call = on_macos(&environment(), &runs);
        assert!(
            call.words
                .last()
                .unwrap()
                .ends_with(r"; 'k9s' '--context' 'it'\''s'")
                || call.words.last().unwrap().ends_with(r"; k9s --context 'it'\''s'")
        );
    }

    #[test]
    fn a_console_of_windows_runs_a_shell_that_stays() {
        let expected = ["pwsh.exe|-NoLogo|-NoExit", "powershell.exe|-NoLogo|-NoExit"];
        assert_eq!(lines(&on_windows(&[])), expected);
        assert_eq!(lines(&on_windows(&["k9s".to_owned()])), ["k9s|"]);
    }
}
