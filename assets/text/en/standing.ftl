# How the value behind a page stands
standing-roles = Not permitted for your roles here: { $roles }. It is not asked again until you ask
standing-next-try = Next attempt in { $span }
standing-old = Shown as of { $ago }; nothing newer has been had since
standing-offline = Offline since { $time }
standing-offline-advice = What is on screen is what was known last; one question goes out now and then, and everything goes on by itself
standing-circle = Magnum’s pages of this list go in a circle; clusters may be missing
standing-gone = Gone
