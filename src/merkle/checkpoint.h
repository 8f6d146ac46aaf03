// A signed statement of how large the log is and what its root is, in the text form of C2SP
// tlog-checkpoint (a signed note), which tools of transparency logs read.
//
//   baobei.log/4f1c…          origin: which log
//   1048576                   how many events
//   <base64 of the root>
//
//   — baobei.log/4f1c… <base64 of the key's first four bytes of hash, and the signature>
//
// The signature is Ed25519 over the three lines; the key's name is the origin.
// Threads: pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "merkle/tree.h"

namespace baobei::merkle {

inline constexpr std::size_t kCheckpointBytesMax = 16 * 1024;

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Digest root;
};

struct NoteSignature {
  std::string name;
  std::string bytes;  // the key's hash (4) and the signature (64)
};

struct SignedCheckpoint {
  Checkpoint checkpoint;
  std::vector<NoteSignature> signatures;
};

// The three lines, which are what is signed.
std::string body_of(const Checkpoint& checkpoint);
// `public_key`: 32 bytes in hexadecimal; `signature`: 64 bytes. CHECKs both.
std::string note_of(const Checkpoint& checkpoint, std::string_view public_key,
                    std::string_view signature);
// Strict: kInvalid names the line, kTooLarge.
Result<SignedCheckpoint> checkpoint_from(std::string_view text);

// Is one of its signatures by one of these keys (32 bytes in hexadecimal), under the origin's name?
bool is_signed_by(const SignedCheckpoint& checkpoint, const std::vector<std::string>& public_keys);

// "name+hash+key": how other tools take a key.
std::string verifier_key(std::string_view name, std::string_view public_key);

// A name that a signed note can carry: not empty, no white space, no '+'.
bool is_origin(std::string_view text);

}  // namespace baobei::merkle
