// Unicode normalisation form C of valid UTF-8: the form in which paths are stored, so that a folder
// of one system and an archive of another give the same tree. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace baobei::package {

std::string nfc(std::string_view text);

}  // namespace baobei::package
