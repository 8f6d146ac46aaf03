// A receiver that speaks TLS and whose certificate nobody has vouched for is told nothing.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <optional>
#include <thread>

#include "base/file.h"
#include "courier/dialer.h"

namespace baobei::courier {
namespace {

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* what) const {
    Free(what);
  }
};
using Context = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;

// For "127.0.0.1", signed by itself.
Context self_signed() {
  const std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>> key(
      EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  const std::unique_ptr<X509, Freed<X509_free>> certificate(X509_new());
  CHECK(key != nullptr && certificate != nullptr);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  auto* name = X509_get_subject_name(certificate.get());
  const auto* address = reinterpret_cast<const unsigned char*>("127.0.0.1");
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, address, -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  CHECK(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
  Context context(SSL_CTX_new(TLS_server_method()));
  CHECK(SSL_CTX_use_certificate(context.get(), certificate.get()) == 1);
  CHECK(SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1);
  return context;
}

TEST(Dialer, tells_nothing_to_a_receiver_whose_certificate_is_its_own) {
  const Fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), length), 0);
  ASSERT_EQ(::listen(listener.get(), 1), 0);
  ASSERT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &length), 0);
  bool spoke_tls = false;
  int heard = 0;
  std::thread receiver([&] {
    const auto context = self_signed();
    const Fd connection(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    const std::unique_ptr<SSL, Freed<SSL_free>> session(SSL_new(context.get()));
    SSL_set_fd(session.get(), connection.get());
    std::array<char, 4'096> request{};
    const int accepted = SSL_accept(session.get());
    spoke_tls = SSL_version(session.get()) >= TLS1_2_VERSION;
    if (accepted == 1)
      heard = SSL_read(session.get(), request.data(), static_cast<int>(request.size()));
  });
  const unsigned port = ntohs(address.sin_port);
  const Target target{"https://127.0.0.1:" + std::to_string(port) + "/", "127.0.0.1", port, true};
  const auto dialer = curl_dialer();
  std::optional<Dialled> result;
  dialer->start({target, {}, "{}"}, [&](Dialled got) { result = got; });
  for (int i = 0; i < 1'000 && !result; ++i) dialer->turn(std::chrono::milliseconds(100));
  receiver.join();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outcome, engine::AttemptOutcome::kNoTrust);
  EXPECT_EQ(result->status, 0);
  EXPECT_TRUE(spoke_tls);
  EXPECT_LE(heard, 0);
}

}  // namespace
}  // namespace baobei::courier
