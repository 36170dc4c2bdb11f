//! One cluster's page.

words! {}
