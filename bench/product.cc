#include "bench/product.h"

#include <fmt/format.h>

namespace baobei::bench {
namespace {

catalogue::CatalogueSet builtin_set() {
  std::vector<catalogue::Catalogue> versions;
  versions.push_back(catalogue::load_builtin());
  auto set = catalogue::CatalogueSet::of(std::move(versions));
  CHECK(set.has_value());
  return std::move(*set);
}

std::unexpected<Error> no_packages() {
  return fail(ErrorKind::kUnavailable, "a benchmark takes no packages");
}
Result<http::PackageFacts> no_intake(const std::string&) {
  return no_packages();
}

}  // namespace

Product::Product(store::Opened opened, std::unique_ptr<engine::Blobs> blobs)
    : opened_(std::move(opened)),
      blobs_(std::move(blobs)),
      catalogues_(builtin_set()),
      book_(catalogues_),
      engine_(*opened_.store, clock_, book_, nullptr),
      commands_(engine_),
      background_(1, 8),
      services_{commands_,
                *opened_.reader,
                *blobs_,
                clock_,
                catalogues_,
                background_,
                no_intake,
                [] { return Status(); },
                [](const Error& error) { fmt::print(stderr, "{}\n", to_string(error)); },
                {},
                {}} {}

Product::~Product() {
  if (beside_ != nullptr) beside_->stop();
  if (server_ != nullptr) server_->stop();
  engine_.stop();
}

Result<std::unique_ptr<Product>> Product::start(const std::string& folder, std::size_t io_threads) {
  TRY_ASSIGN(auto blobs, blobs::FolderBlobs::open_folder(folder + "/blobs"));
  TRY_ASSIGN(auto opened,
             store::open(database_in(folder), store::OpenMode::kSandbox, ShiftedClock().now()));
  std::unique_ptr<Product> product(new Product(std::move(opened), std::move(blobs)));
  TRY(product->start_serving(folder, io_threads));
  return product;
}

Status Product::start_serving(const std::string& folder, std::size_t io_threads) {
  server::Config config;
  config.data = folder;
  TRY_ASSIGN(beside_, server::Beside::open(
                          config, opened_, *blobs_, clock_, [](auto&&...) { return no_packages(); },
                          services_.report));
  beside_->plug_into(services_);
  services_.check_version = [](auto&&...) { return no_packages(); };
  application_ = std::make_unique<http::ApiApplication>(services_);
  engine_.start();
  beside_->start(services_);
  http::ServerOptions options;
  options.upload_directory = folder;
  options.threads = io_threads;
  server_ = std::make_unique<http::Server>(options, *application_);
  return server_->start();
}

}  // namespace baobei::bench
