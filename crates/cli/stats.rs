//! What is in files of rows: figures that merge, a table and a page of them.

mod examples;
mod figures;
mod origin;
mod page;
mod spread;
mod table;

pub(crate) use figures::Figures;
pub(crate) use origin::Origin;
pub(crate) use page::write_page;
pub(crate) use table::Table;
