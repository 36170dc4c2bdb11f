//! The same without a window: `get …` as a table or JSON, for people in a terminal and for scripts; and what changes something.

pub mod args;
pub mod change;
pub mod change_args;
pub mod cloud_config;
pub mod clouds;
pub mod doctor;
pub mod estate_args;
pub mod estate_change;
pub mod fetch;
pub mod get;
pub mod get_estate;
pub mod kubeconfig;
pub mod orphans;
pub mod papers;
pub mod render;
pub mod table;
pub mod template_files;
pub mod yaml;

use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::trouble::CommandTrouble;

/// How the program ends when something could not be done: 2 where the command line was not understood, 3 where it does not
/// fit what it is about, else 1.
pub fn exit_code(problem: &Problem) -> u8 {
    let ProblemKind::Command(trouble) = &problem.kind else {
        return 1;
    };
    match trouble {
        CommandTrouble::NoDrawing | CommandTrouble::ClusterUnnamed | CommandTrouble::TemplateUnnamed => 2,
        CommandTrouble::NotSwarm | CommandTrouble::NoStack => 3,
    }
}
