// libarchive converts names by the C locale; this gives the calling thread a UTF-8 one while it
// lives, whatever the process has, and touches no other thread.
#pragma once

#include <clocale>

#include "base/result.h"

namespace baobei::package {

// Loaded from the system's files once and kept: a sandboxed process can no longer open them.
inline locale_t utf8_locale() {
  static const locale_t kLocale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  CHECK(kLocale != nullptr, "the C library's package brings C.UTF-8");
  return kLocale;
}

class Utf8Locale {
 public:
  Utf8Locale() : before_(::uselocale(utf8_locale())) {}
  ~Utf8Locale() { ::uselocale(before_); }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t before_;
};

}  // namespace baobei::package
