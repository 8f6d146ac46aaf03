// Waiting for the signals that end a server. Blocked before the first thread starts, so that one
// thread alone, the waiting one, ever sees them. Threads: the main one.
#pragma once

#include <csignal>

namespace baobei::server {

class EndSignals {
 public:
  EndSignals() {
    (void)sigemptyset(&set_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) (void)sigaddset(&set_, signal);
    pthread_sigmask(SIG_BLOCK, &set_, &before_);
    (void)std::signal(SIGPIPE, SIG_IGN);  // a client that went away is an error of its connection
  }
  ~EndSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

  // Blocks until one comes; which.
  int wait() {
    int signal = 0;
    while (sigwait(&set_, &signal) != 0) {
    }
    return signal;
  }

 private:
  sigset_t set_ = {};
  sigset_t before_ = {};
};

}  // namespace baobei::server
