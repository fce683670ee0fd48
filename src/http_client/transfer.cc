// SPDX-License-Identifier: Apache-2.0
#include "http_client/transfer.h"

#include <curl/curl.h>
#include <unistd.h>

#include <cstring>
#include <memory>

#include "http_client/mail.h"
#include "http_client/public_address.h"

namespace hanse::http_client {
namespace {

constexpr size_t kAnswerBytesMax = 64 << 10;
constexpr size_t kUrlBytesMax = 2'000;
constexpr int64_t kConnectMsMax = 5'000;

// What the callbacks of one transfer share.
struct Transfer {
  bool private_addresses = false;
  std::string refused;                // the address that may not be connected to
  size_t answer_bytes = 0;
  std::string_view upload;
  const std::function<bool()>* cancelled = nullptr;
};

curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(context);
  if (!transfer.private_addresses && !is_public_address(address->addr)) {
    transfer.refused = address_text(address->addr);
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Of body and headers alike: what says too much ends the transfer.
size_t drop(char*, size_t size, size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  transfer.answer_bytes += size * count;
  return transfer.answer_bytes > kAnswerBytesMax ? 0 : size * count;
}

size_t give(char* out, size_t size, size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  const size_t taken = std::min(size * count, transfer.upload.size());
  std::memcpy(out, transfer.upload.data(), taken);
  transfer.upload.remove_prefix(taken);
  return taken;
}

int progress(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& transfer = *static_cast<Transfer*>(context);
  return transfer.cancelled != nullptr && *transfer.cancelled && (*transfer.cancelled)() ? 1 : 0;
}

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

// False when memory is out.
bool append(List& list, const std::string& text) {
  curl_slist* longer = curl_slist_append(list.get(), text.c_str());
  if (longer == nullptr) return false;
  (void)list.release();
  list.reset(longer);
  return true;
}

Handle make_handle(Transfer& transfer, int64_t timeout_ms, const std::string& authorities) {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  Handle handle(ready ? curl_easy_init() : nullptr, curl_easy_cleanup);
  CURL* curl = handle.get();
  if (curl == nullptr) return handle;
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout_ms));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(std::min(timeout_ms, kConnectMsMax)));
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!authorities.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, authorities.c_str());
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, drop);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
  return handle;
}

std::unexpected<Error> failed(CURLcode code, const Transfer& transfer) {
  if (!transfer.refused.empty())
    return fail(ErrorCode::kDenied,
                fmt::format("it leads to {}, which is no public address", transfer.refused),
                "`notifications.webhook.privateAddresses: true` in mesh.yaml allows it");
  if (code == CURLE_ABORTED_BY_CALLBACK) return fail(ErrorCode::kCancelled, "cancelled");
  if (code == CURLE_OPERATION_TIMEDOUT)
    return fail(ErrorCode::kTimeout, "it did not answer in time");
  if (code == CURLE_WRITE_ERROR)
    return fail(ErrorCode::kUnavailable,
                fmt::format("it answers more than {} bytes", kAnswerBytesMax));
  return fail(ErrorCode::kUnavailable, curl_easy_strerror(code));
}

bool is_one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

Status check(const Post& request) {
  if (!(request.url.starts_with("http://") || request.url.starts_with("https://")) ||
      request.url.size() > kUrlBytesMax ||
      std::ranges::any_of(request.url, [](unsigned char c) { return c <= ' ' || c == 0x7f; }))
    return fail(ErrorCode::kInvalidArgument, "it is no address, expected http:// or https://");
  for (const std::string& header : request.headers)
    if (!is_one_line(header))
      return fail(ErrorCode::kInvalidArgument, "a header of the request has a line break");
  return {};
}

}  // namespace

Result<int> post(const Post& request) {
  HANSE_TRY_STATUS(check(request));
  Transfer transfer{request.private_addresses, {}, 0, {}, &request.cancelled};
  const Handle handle = make_handle(transfer, request.timeout_ms, request.authorities);
  List headers(nullptr, curl_slist_free_all);
  bool whole = append(headers, "Expect:");
  for (const std::string& header : request.headers) whole = whole && append(headers, header);
  CURL* curl = handle.get();
  if (curl == nullptr || !whole) return fail(ErrorCode::kUnavailable, "out of memory");
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "hanse");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
  const CURLcode code = curl_easy_perform(curl);
  if (code != CURLE_OK) return failed(code, transfer);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  return static_cast<int>(status);
}

Status send_mail(const MailServer& server, const Delivery& delivery) {
  for (const std::string& mailbox : {delivery.from, delivery.to})
    if (!is_mailbox(mailbox))
      return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` is no mailbox", mailbox));
  Transfer transfer{true, {}, 0, delivery.message, &delivery.cancelled};
  const Handle handle = make_handle(transfer, delivery.timeout_ms, server.authorities);
  List recipients(nullptr, curl_slist_free_all);
  CURL* curl = handle.get();
  if (curl == nullptr || !append(recipients, "<" + delivery.to + ">"))
    return fail(ErrorCode::kUnavailable, "out of memory");
  const bool is_tls = server.security == MailServer::Security::kTls;
  const std::string url = fmt::format("{}://{}/hanse", is_tls ? "smtps" : "smtp", server.address);
  const std::string from = "<" + delivery.from + ">";
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  if (server.security == MailServer::Security::kStartTls)
    curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  if (!server.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, server.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, server.password.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(curl, CURLOPT_READDATA, &transfer);
  const CURLcode code = curl_easy_perform(curl);
  if (code == CURLE_OK) return {};
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  // Its own words are not kept: they may name what nobody here asked about.
  if (status >= 400)
    return fail(ErrorCode::kUnavailable, fmt::format("the mail server refused it with {}", status));
  return failed(code, transfer);
}

}  // namespace hanse::http_client
