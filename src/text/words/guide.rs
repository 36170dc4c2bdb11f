//! The user guide.

words! {
    guide_title => "guide-title";
    guide_search => "guide-search";
    guide_nothing => "guide-nothing";
    guide_copy => "guide-copy";
    guide_back => "guide-back";
}
