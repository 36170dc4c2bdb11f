# How the value behind a page stands
standing-roles = Not permitted for your roles here: { $roles }. It is not asked again until you ask
standing-next-try = Next attempt in { $span }
standing-old = Shown as of { $ago }; nothing newer has been had since
standing-circle = Magnum’s pages of this list go in a circle; clusters may be missing
standing-gone = Gone
