//! The client against recorded answers of a real cloud, and against servers that misbehave.

mod cloud;
mod faults;
mod hostile;
mod lists;
mod network;
mod paging;
mod renewal;
mod server;
mod sign_in;
mod tls;
mod versions;
mod writes;
