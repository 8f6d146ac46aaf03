// Takes away uploads that were begun and never finished: at start, and when others begin.
// Threads: any; blocks on the disk. Owner: none; plain functions.
#pragma once

#include "http/services.h"

namespace baobei::http {

inline constexpr std::size_t kSweptAtOnceMax = 100;

// Files first, then rows: what is left of an interrupted sweep is found again by the next.
void sweep_uploads(Services& services);

}  // namespace baobei::http
