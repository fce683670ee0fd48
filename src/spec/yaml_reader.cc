// SPDX-License-Identifier: Apache-2.0
#include <libfyaml.h>

#include <unordered_map>
#include <unordered_set>

#include "spec/node.h"
#include "spec/scalar.h"
#include "spec/text_checks.h"
#include "spec/yaml_text.h"

// Reads events, not libfyaml's documents: those resolve aliases without bound, recurse, and compare
// every key with every other.

namespace hanse::spec {
namespace {

constexpr size_t kKeysComparedMax = 16;  // above it a hash set finds the duplicates
constexpr size_t kSyntaxTextMax = 200;   // of libfyaml's own wording

struct DiagFree {
  void operator()(fy_diag* diag) const { fy_diag_destroy(diag); }
};
struct ParserFree {
  void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
};
class Event {
 public:
  explicit Event(fy_parser* parser) : parser_(parser), event_(fy_parser_parse(parser)) {}
  ~Event() {
    if (event_ != nullptr) fy_parser_event_free(parser_, event_);
  }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  fy_event* get() const { return event_; }

 private:
  fy_parser* parser_;
  fy_event* event_;
};

std::string_view text_of(fy_token* token) {
  size_t length = 0;
  const char* text = token == nullptr ? nullptr : fy_token_get_text(token, &length);
  return text == nullptr ? std::string_view() : std::string_view(text, length);
}

struct Anchor {
  Node node;
  size_t nodes = 0, bytes = 0;
  int height = 0;
};

// A container that is open, with what is read of it.
struct Frame {
  Node node;
  std::string anchor, key;
  Span key_span;
  bool has_key = false;
  bool skip_value = false;  // of a repeated key
  std::unordered_set<std::string> keys;
};

void measure(const Node& node, int depth, Anchor& anchor) {
  ++anchor.nodes;
  anchor.bytes += node.text.size();
  anchor.height = std::max(anchor.height, depth);
  for (const Node& item : node.items) measure(item, depth + 1, anchor);
  for (const Node::Entry& entry : node.entries) {
    anchor.bytes += entry.key.size();
    measure(entry.value, depth + 1, anchor);
  }
}

class YamlReader {
 public:
  YamlReader(std::shared_ptr<const SourceFile> file, Diagnostics& diagnostics)
      : file_(std::move(file)), diagnostics_(diagnostics) {}

  Node read();

 private:
  enum class Step { kOn, kStop };

  Span span_at(size_t offset, size_t length) const {
    return {file_, static_cast<uint32_t>(offset), static_cast<uint32_t>(length)};
  }
  Span span_of(fy_token* token) const;
  Step fatal(const char* code, Span span, std::string message, std::string help = {});
  Step take(fy_event& event);
  Step take_scalar(fy_event& event);
  Step take_alias(fy_event& event);
  Step open(Node::Kind kind, fy_token* start, fy_token* anchor, fy_token* tag);
  Step close();
  Step add(Node node);
  Step add_key(const Node& node);
  bool repeated(Frame& frame, const std::string& key) const;
  Step remember(std::string name, const Node& node);
  Step count_repeated(const Anchor& anchor, const Span& span);
  void check_tag(fy_token* tag);
  void report_syntax(fy_diag* diag);

  std::shared_ptr<const SourceFile> file_;
  Diagnostics& diagnostics_;
  std::vector<Frame> frames_;
  std::unordered_map<std::string, Anchor> anchors_;
  size_t alias_nodes_ = 0, alias_bytes_ = 0;
  int documents_ = 0;
  bool failed_ = false, has_root_ = false;
  Node root_;
};

Span YamlReader::span_of(fy_token* token) const {
  const fy_mark* start = token == nullptr ? nullptr : fy_token_start_mark(token);
  const fy_mark* end = token == nullptr ? nullptr : fy_token_end_mark(token);
  if (start == nullptr || end == nullptr) return span_at(0, 0);
  return span_at(start->input_pos, end->input_pos - std::min(start->input_pos, end->input_pos));
}

YamlReader::Step YamlReader::fatal(const char* code, Span span, std::string message,
                                   std::string help) {
  diagnostics_.error(code, std::move(span), std::move(message), std::move(help));
  failed_ = true;
  return Step::kStop;
}

void YamlReader::check_tag(fy_token* tag) {
  const std::string_view text = text_of(tag);
  if (tag == nullptr || text == "tag:yaml.org,2002:str" || text == "!!str") return;
  diagnostics_.error("HNS-S013", span_of(tag), fmt::format("the tag `{}` is not read", text),
                     "remove the tag; quote a value that shall be text");
}

// What an anchor keeps counts like what an alias repeats: nested anchors keep copies of copies.
YamlReader::Step YamlReader::remember(std::string name, const Node& node) {
  if (name.empty()) return Step::kOn;
  Anchor anchor;
  measure(node, 1, anchor);
  if (count_repeated(anchor, node.span) == Step::kStop) return Step::kStop;
  anchor.node = node;
  anchors_.insert_or_assign(std::move(name), std::move(anchor));
  return Step::kOn;
}

YamlReader::Step YamlReader::count_repeated(const Anchor& anchor, const Span& span) {
  alias_nodes_ += anchor.nodes;
  alias_bytes_ += anchor.bytes;
  if (alias_nodes_ <= kAliasNodesMax && alias_bytes_ <= kAliasBytesMax) return Step::kOn;
  return fatal("HNS-S008", span,
               fmt::format("anchors and aliases repeat more than {} values or {} bytes",
                           kAliasNodesMax, kAliasBytesMax),
               "write the values out, or fewer of them");
}

YamlReader::Step YamlReader::take_scalar(fy_event& event) {
  fy_token* value = event.scalar.value;
  const auto style = value == nullptr ? FYSS_PLAIN : fy_token_scalar_style(value);
  Node node;
  node.span = span_of(value);
  const std::string_view raw = file_->text().substr(node.span.offset, node.span.length);
  node.text = style == FYSS_SINGLE_QUOTED ? single_quoted_text(raw) : std::string(text_of(value));
  if (value == nullptr && !frames_.empty()) node.span = frames_.back().key_span;
  const bool plain = style == FYSS_PLAIN && event.scalar.tag == nullptr;
  node.kind = plain ? kind_of_plain(node.text) : Node::Kind::kString;
  check_tag(event.scalar.tag);
  if (event.scalar.anchor != nullptr &&
      remember(std::string(text_of(event.scalar.anchor)), node) == Step::kStop)
    return Step::kStop;
  return add(std::move(node));
}

YamlReader::Step YamlReader::take_alias(fy_event& event) {
  const std::string name(text_of(event.alias.anchor));
  const Span span = span_of(event.alias.anchor);
  const auto found = anchors_.find(name);
  if (found == anchors_.end()) {
    std::string message = fmt::format("no anchor `&{}` stands before this", name);
    const bool has_place = !frames_.empty() && (frames_.back().node.kind == Node::Kind::kList ||
                                                frames_.back().has_key);
    if (!has_place) return fatal("HNS-S011", span, std::move(message));
    // Left out, so that nothing is said of the value that is not there.
    diagnostics_.error("HNS-S011", span, std::move(message));
    frames_.back().has_key = false;
    return Step::kOn;
  }
  if (count_repeated(found->second, span) == Step::kStop) return Step::kStop;
  if (static_cast<int>(frames_.size()) + found->second.height > kNestingMax)
    return fatal("HNS-S007", span,
                 fmt::format("values lie more than {} levels deep", kNestingMax));
  return add(found->second.node);
}

YamlReader::Step YamlReader::open(Node::Kind kind, fy_token* start, fy_token* anchor,
                                  fy_token* tag) {
  if (frames_.size() >= static_cast<size_t>(kNestingMax))
    return fatal("HNS-S007", span_of(start),
                 fmt::format("values lie more than {} levels deep", kNestingMax));
  if (!frames_.empty() && frames_.back().node.kind == Node::Kind::kMap && !frames_.back().has_key)
    return fatal("HNS-S012", span_of(start), "a key must be text, found a list or map");
  check_tag(tag);
  Frame& frame = frames_.emplace_back();
  frame.node.kind = kind;
  frame.node.span = span_of(start);
  if (anchor != nullptr) frame.anchor = text_of(anchor);
  return Step::kOn;
}

YamlReader::Step YamlReader::close() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  // A block has no token of its own: its first key shows where it is.
  if (!frame.node.entries.empty()) frame.node.span = frame.node.entries.front().key_span;
  else if (frame.node.span.length == 0 && !frame.node.items.empty())
    frame.node.span = frame.node.items.front().span;
  if (remember(std::move(frame.anchor), frame.node) == Step::kStop) return Step::kStop;
  return add(std::move(frame.node));
}

bool YamlReader::repeated(Frame& frame, const std::string& key) const {
  const auto& entries = frame.node.entries;
  if (entries.size() <= kKeysComparedMax) return frame.node.find(key) != nullptr;
  if (frame.keys.empty())
    for (const Node::Entry& entry : entries) frame.keys.insert(entry.key);
  return !frame.keys.insert(key).second;
}

YamlReader::Step YamlReader::add_key(const Node& node) {
  Frame& frame = frames_.back();
  if (node.kind == Node::Kind::kList || node.kind == Node::Kind::kMap)
    return fatal("HNS-S012", node.span, "a key must be text, found a list or map");
  frame.key = node.text;
  frame.key_span = node.span;
  frame.has_key = true;
  frame.skip_value = repeated(frame, frame.key);
  if (frame.skip_value)
    diagnostics_.error("HNS-S005", node.span,
                       fmt::format("the key `{}` stands here a second time", frame.key));
  return Step::kOn;
}

YamlReader::Step YamlReader::add(Node node) {
  if (frames_.empty()) {
    root_ = std::move(node);
    has_root_ = true;
    return Step::kOn;
  }
  Frame& frame = frames_.back();
  if (frame.node.kind == Node::Kind::kList) {
    frame.node.items.push_back(std::move(node));
    return Step::kOn;
  }
  if (!frame.has_key) return add_key(node);
  frame.has_key = false;
  if (!frame.skip_value)
    frame.node.entries.push_back({std::move(frame.key), frame.key_span, std::move(node)});
  return Step::kOn;
}

YamlReader::Step YamlReader::take(fy_event& event) {
  switch (event.type) {
    case FYET_DOCUMENT_START:
      if (++documents_ == 1) return Step::kOn;
      return fatal("HNS-S009", span_of(event.document_start.document_start),
                   "a second document starts here, expected one a file");
    case FYET_SCALAR: return take_scalar(event);
    case FYET_ALIAS: return take_alias(event);
    case FYET_MAPPING_START:
      return open(Node::Kind::kMap, event.mapping_start.mapping_start, event.mapping_start.anchor,
                  event.mapping_start.tag);
    case FYET_SEQUENCE_START:
      return open(Node::Kind::kList, event.sequence_start.sequence_start,
                  event.sequence_start.anchor, event.sequence_start.tag);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END: return close();
    case FYET_STREAM_END: return Step::kStop;
    case FYET_NONE:
    case FYET_STREAM_START:
    case FYET_DOCUMENT_END: break;
  }
  return Step::kOn;
}

// Every line that tabs indent, when a tab is what the parser stopped at.
void report_tabs(const std::shared_ptr<const SourceFile>& file, int first_line,
                 Diagnostics& diagnostics) {
  constexpr int kTabsReportedMax = 20;
  int reported = 0;
  uint32_t offset = 0;
  int line = 1;
  const std::string_view text = file->text();
  while (offset < text.size() && reported < kTabsReportedMax) {
    const size_t end = std::min(text.find('\n', offset), text.size());
    const std::string_view content = text.substr(offset, end - offset);
    const size_t indent = std::min(content.find_first_not_of(" \t"), content.size());
    const size_t tab = content.find('\t');
    if (line >= first_line && tab < indent && indent < content.size()) {
      diagnostics.error("HNS-S003", {file, offset + static_cast<uint32_t>(tab), 1},
                        "a tab indents this line, expected spaces",
                        "replace each tab by two spaces");
      ++reported;
    }
    offset = static_cast<uint32_t>(end + 1);
    ++line;
  }
}

void YamlReader::report_syntax(fy_diag* diag) {
  failed_ = true;
  void* position = nullptr;
  const fy_diag_error* error = fy_diag_errors_iterate(diag, &position);
  if (error == nullptr) {
    fatal("HNS-S004", span_at(0, 0), "the text is no YAML document");
    return;
  }
  std::string message = error->msg == nullptr ? "" : error->msg;
  if (message.find(" tab ") != std::string::npos || message.starts_with("tab ")) {
    const size_t before = diagnostics_.items().size();
    report_tabs(file_, error->line, diagnostics_);
    if (diagnostics_.items().size() > before) return;
  }
  // Control bytes of the input never reach a message.
  for (char& c : message)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  if (message.size() > kSyntaxTextMax) message.resize(kSyntaxTextMax);
  uint32_t offset = 0;
  const std::string_view text = file_->text();
  for (int line = 1; line < error->line; ++line) {
    const size_t end = text.find('\n', offset);
    if (end == std::string_view::npos) break;
    offset = static_cast<uint32_t>(end + 1);
  }
  for (int column = 1; column < error->column && offset < text.size() && text[offset] != '\n';
       ++column)
    do ++offset;
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80);
  fatal("HNS-S004", span_at(offset, 1), "this is not YAML: " + message);
}

Node YamlReader::read() {
  fy_diag_cfg diag_config{};
  fy_diag_cfg_default(&diag_config);
  diag_config.fp = nullptr;
  diag_config.level = FYET_ERROR;
  const std::unique_ptr<fy_diag, DiagFree> diag(fy_diag_create(&diag_config));
  if (!diag) return {};
  fy_diag_set_collect_errors(diag.get(), true);
  fy_parse_cfg config{};
  config.flags = static_cast<fy_parse_cfg_flags>(FYPCF_QUIET);
  config.diag = diag.get();
  const std::unique_ptr<fy_parser, ParserFree> parser(fy_parser_create(&config));
  const std::string_view text = file_->text();
  if (!parser || fy_parser_set_string(parser.get(), text.data(), text.size()) != 0) {
    report_syntax(diag.get());
    return {};
  }
  for (;;) {
    const Event event(parser.get());
    if (event.get() == nullptr) {
      report_syntax(diag.get());
      break;
    }
    if (take(*event.get()) == Step::kStop) break;
  }
  if (failed_) return {};
  if (!has_root_ || root_.kind == Node::Kind::kNull) {
    diagnostics_.error("HNS-S006", span_at(0, 0), "the file is empty");
    return {};
  }
  return std::move(root_);
}

}  // namespace

Node read_yaml(std::shared_ptr<const SourceFile> file, Diagnostics& diagnostics) {
  if (!check_text(file, diagnostics)) return {};
  return YamlReader(std::move(file), diagnostics).read();
}

}  // namespace hanse::spec
