"""Why a recording or a stream gives no video, in words."""
