// For real or for trying out: stamped into a database at creation, for good. A clock that was moved
// by hand must never decide a real case (DESIGN decision 4). Plain value.
#pragma once

namespace baobei::store {

enum class OpenMode { kProduction, kSandbox };

}  // namespace baobei::store
