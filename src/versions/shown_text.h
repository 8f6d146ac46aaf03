// A file of a pack as text with its secrets hidden; for this module's .cc files. Threads: any.
#pragma once

#include <optional>

#include "engine/contents.h"
#include "package/pack.h"

namespace baobei::versions {

// Nothing where it is too large or no text.
Result<std::optional<std::string>> shown_text(const package::Pack& pack, const package::File& file,
                                              const std::vector<engine::TextSpan>& masked);

}  // namespace baobei::versions
