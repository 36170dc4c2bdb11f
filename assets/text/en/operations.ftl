# What is asked of the cloud, as a heading of the journal and in notices
operation-create = Create cluster
operation-find = Look for cluster
operation-delete = Delete cluster
operation-resize = Resize to { $n ->
        [one] 1 worker
       *[other] { $n } workers
    }
operation-resize-group = Resize { $group } to { $n ->
        [one] 1 node
       *[other] { $n } nodes
    }
operation-when-free = { $what }, when nothing else runs
# How far a request is, on the page of its cluster
request-sending = { $what }: asking Magnum
request-accepted = { $what }: Magnum has accepted it
request-unclear = { $what }: the answer was lost; Magnum is being watched for its effect
request-refused = { $what }: Magnum did not do it
request-waiting = { $what }: to be sent as soon as this has ended: { $status }. Nothing has been sent yet
request-no-effect = { $what }: Magnum accepted the request; no change seen for { $span }. It is watched on.
request-busy = Magnum is still at something else on this cluster: { $status }
request-busy-since = Magnum is still at something else on this cluster: { $status }, begun { $ago }
request-later = Do it when that has finished
