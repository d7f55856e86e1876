"""The limits of the live layer, in one place: what one socket, one person and one reader may take."""

FRAMES_A_SECOND = 10
LONGEST_FRAME = 16 * 1024
STREAMS_A_SOCKET = 50
SOCKETS_A_PERSON = 8
SOCKETS_AN_ADDRESS = 200  # visitors without an account; a whole town hall may stand behind one address
STREAMS_A_SECOND = 50
BAD_FRAMES = 30  # then the socket is closed

RING = 256
PACE = 0.02  # seconds between two deliveries of a stream: more than 50 events a second leave together
MOST_BEHIND = 200  # events; further behind, reading the page again is cheaper

# Signs of text: what Python keeps and JSON writes, a little less than bytes.
QUEUE_BYTES = 200 * 1024
MOST_BEHIND_BYTES = 100 * 1024
LARGEST_PARTS = 64 * 1024
MESSAGE_BYTES = 32 * 1024
COUNTERS = 64
ROOM_AGAIN = 0.05
STALLED_AFTER = 10.0
GIVEN_UP_AFTER = 30.0
RESYNC_AGAIN_WITHIN = 60.0

HEADS_EVERY = 10.0
PING_EVERY = 25.0
TICKETS_EVERY = 60.0
PRUNE_EVERY = 3600.0
RIGHTS_EVERY = 10.0
RIGHTS_AT_ONCE = 4
LINGER = 60.0
REMEMBER_ENDED = 60.0
REPLAYS_AT_ONCE = 2
COUNTERS_EVERY = 0.25
TYPING_EVERY = 2.0
PRESENCE_EVERY = 20.0
PRESENCE_LASTS = 50.0

KEEP_DAYS = 30
