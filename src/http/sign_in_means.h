// What signing in takes besides the store: the key that seals second factors, the delays after
// failures, and the few threads on which passwords are hashed (DESIGN decision 12).
//
// Invariants: at most kHashingThreads passwords are hashed at one time, so that signing in takes no
// more memory and processor than that; beyond kHashingWaitingMax waiting ones the answer is 503.
// Threads: any. Owner: server/main.cc; ends before the services it was plugged into.
#pragma once

#include "http/background.h"
#include "sign_in/delays.h"
#include "sign_in/seal.h"

namespace baobei::http {

inline constexpr std::size_t kHashingThreads = 1;
inline constexpr std::size_t kHashingWaitingMax = 64;

class SignInMeans {
 public:
  explicit SignInMeans(sign_in::Seal opened) : seal(std::move(opened)) {}

  sign_in::Seal seal;
  sign_in::Delays accounts{sign_in::kFreeFailuresOfAccount};
  sign_in::Delays networks{sign_in::kFreeFailuresOfNetwork};
  Background hashing{kHashingThreads, kHashingWaitingMax};
};

}  // namespace baobei::http
