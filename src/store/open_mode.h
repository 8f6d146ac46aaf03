// For real or for trying out: stamped into a database at creation, for good. A clock that was moved
// by hand must never decide a real case (DESIGN decision 4). Plain value.
#pragma once

namespace baobei::store {

enum class OpenMode { kProduction, kSandbox };

// As it is stamped: "production", "sandbox".
constexpr const char* name(OpenMode mode) {
  return mode == OpenMode::kProduction ? "production" : "sandbox";
}

}  // namespace baobei::store
