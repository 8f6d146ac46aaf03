// An upload in pieces, which goes on where it was cut off: a later run of the same command finds
// what the server has already by the archive's digest.
// Threads: one. Owner: the command.
#pragma once

#include <string>

#include "cli/local_package.h"
#include "cli/session.h"

namespace baobei::cli {

// Smaller archives are sent as one.
inline constexpr std::uint64_t kPiecewiseFromBytes = std::uint64_t{4} << 20;
inline constexpr std::uint64_t kPieceBytes = std::uint64_t{4} << 20;

// The version as the server took it in (201 of …/packages). `progress`: of the whole archive.
Answer<Reply> upload_in_pieces(Session& session, Client& api, const std::string& app,
                               const std::string& label, const LocalPackage& package,
                               const Progress& progress);

}  // namespace baobei::cli
