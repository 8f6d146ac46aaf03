#include "svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace baobei::docs {
namespace {

constexpr double kBoxWidth = 200;
constexpr double kGapX = 92;
constexpr double kGapY = 72;
constexpr double kMargin = 32;
constexpr double kHead = 64;  // title and description
constexpr double kFoot = 48;  // legend
constexpr double kTitleLine = 28;
constexpr double kMetaLine = 18;
constexpr double kTrack = 20;
constexpr double kPadding = 12;

// The tokens of the desks; text in dark and light keeps a contrast of 4.5 on its ground.
constexpr std::string_view kStyle = R"(<style>
  .page{fill:#F6F7F8}.box{fill:#FFFFFF;stroke:#7C8590}.text{fill:#1B1F24}.text2{fill:#4A525C}
  .text3{fill:#5F6873}.way{stroke:#5F6873;fill:none;stroke-width:1.5}.head{fill:#5F6873}
  .developer{fill:#1D5FA8}.platform{fill:#6B3FA0}.authority{fill:#0F6B5C}.danger{fill:#B3261E}
  .nobody{fill:#5F6873}.plate{fill:#F6F7F8}
  text{font-family:-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-size:12px}
  .name{font-size:14px;font-weight:600}.title{font-size:16px;font-weight:600}
  @media (prefers-color-scheme:dark){
  .page,.plate{fill:#14171A}.box{fill:#1B1F23;stroke:#727C87}.text{fill:#E8EAED}.text2{fill:#B4BBC3}
  .text3{fill:#98A1AB}.way{stroke:#98A1AB}.head{fill:#98A1AB}.developer{fill:#7DB3F0}
  .platform{fill:#C3A1EE}.authority{fill:#62C7B3}.danger{fill:#F2938B}.nobody{fill:#98A1AB}}
</style>
)";

std::string_view tone_class(Tone tone) {
  switch (tone) {
    case Tone::kDeveloper:
      return "developer";
    case Tone::kPlatform:
      return "platform";
    case Tone::kAuthority:
      return "authority";
    case Tone::kDanger:
      return "danger";
    case Tone::kNobody:
      break;
  }
  return "nobody";
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

// Han characters are as wide as the type is high, others a little more than half of it.
double width_of(std::string_view text, double size) {
  double width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    width += length >= 3 ? size : size * 0.56;
    i += length;
  }
  return width;
}

double height_of(const Box& box) {
  return kTitleLine + kMetaLine * static_cast<double>(1 + box.notes.size()) + kPadding;
}

struct Point {
  double x;
  double y;
};

class Drawing {
 public:
  explicit Drawing(const Diagram& diagram) : d_(diagram) {
    int columns = 0;
    int rows = 0;
    for (const auto& box : d_.boxes) {
      columns = std::max(columns, box.column + 1);
      rows = std::max(rows, box.row + 1);
      heights_[box.row] = std::max(heights_[box.row], height_of(box));
    }
    double y = kHead + gap_above(0);
    for (int row = 0; row < rows; ++row) {
      tops_[row] = y;
      y += heights_[row] + gap_above(row + 1);
    }
    tops_[rows] = y;
    width_ = 2 * kMargin + columns * kBoxWidth + (columns - 1) * kGapX;
    height_ = y - kGapY / 2 + kFoot;
  }

  std::string draw() {
    out_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
        "width=\"{0:.0f}\" "
        "height=\"{1:.0f}\" role=\"img\" lang=\"{2}\" aria-labelledby=\"t d\">\n"
        "<title id=\"t\">{3}</title>\n<desc id=\"d\">{4}</desc>\n{5}"
        "<rect class=\"page\" width=\"{0:.0f}\" height=\"{1:.0f}\"/>\n",
        width_, height_, d_.language == Language::kZh ? "zh-CN" : "en", escaped(d_.title),
        escaped(d_.description), kStyle);
    text(kMargin, 36, "title text", d_.title);
    text(kMargin, 56, "text2", d_.description);
    for (const auto& edge : d_.edges) way(edge);
    for (const auto& edge : d_.edges) words(edge);
    for (const auto& box : d_.boxes) draw(box);
    legend();
    return std::move(out_) + "</svg>\n";
  }

 private:
  // Room for the tracks of the lane above this row.
  double gap_above(int row) const {
    int tracks = 0;
    for (const auto& edge : d_.edges) {
      if (edge.way == Way::kLane && edge.lane == row) tracks = std::max(tracks, edge.track + 1);
    }
    return (row == 0 ? kGapY / 2 : kGapY) + kTrack * tracks;
  }

  void text(double x, double y, std::string_view style, std::string_view what,
            std::string_view anchor = "start") {
    out_ +=
        fmt::format("<text class=\"{}\" x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"{}\">{}</text>\n",
                    style, x, y, anchor, escaped(what));
  }

  double left(const Box& box) const { return kMargin + box.column * (kBoxWidth + kGapX); }
  double top(const Box& box) const { return tops_.at(box.row); }
  double bottom(const Box& box) const { return top(box) + height_of(box); }
  double middle(const Box& box) const { return top(box) + kTitleLine / 2 + 6; }
  double at(const Box& box, double part) const { return left(box) + kBoxWidth * part; }

  double lane_y(const Edge& edge) const {
    return tops_.at(edge.lane) - kGapY / 2 - kTrack * edge.track;
  }

  std::vector<Point> points(const Edge& edge) const {
    const Box& from = d_.boxes[edge.from];
    const Box& to = d_.boxes[edge.to];
    const bool right = left(to) > left(from);
    const bool down = top(to) > top(from);
    const double out_x = right ? left(from) + kBoxWidth : left(from);
    const double in_x = right ? left(to) : left(to) + kBoxWidth;
    switch (edge.way) {
      case Way::kAcross:
        return {{out_x, middle(from)}, {in_x, middle(from)}};
      case Way::kVertical: {
        const double x = at(from, edge.leaves);
        return {{x, down ? bottom(from) : top(from)}, {x, down ? top(to) : bottom(to)}};
      }
      case Way::kAcrossThenVertical: {
        const double x = at(to, edge.enters);
        return {{out_x, middle(from)}, {x, middle(from)}, {x, down ? top(to) : bottom(to)}};
      }
      case Way::kVerticalThenAcross: {
        const double x = at(from, edge.leaves);
        return {{x, down ? bottom(from) : top(from)}, {x, middle(to)}, {in_x, middle(to)}};
      }
      case Way::kLane:
        break;
    }
    const double y = lane_y(edge);
    const double out = at(from, edge.leaves);
    const double in = at(to, edge.enters);
    return {{out, y < top(from) ? top(from) : bottom(from)},
            {out, y},
            {in, y},
            {in, y < top(to) ? top(to) : bottom(to)}};
  }

  void way(const Edge& edge) {
    const auto path = points(edge);
    std::string d = fmt::format("M{:.0f} {:.0f}", path[0].x, path[0].y);
    for (std::size_t i = 1; i < path.size(); ++i) {
      d += fmt::format("L{:.0f} {:.0f}", path[i].x, path[i].y);
    }
    out_ += fmt::format("<path class=\"way\" d=\"{}\"/>\n", d);
    const Point tip = path.back();
    const Point before = path[path.size() - 2];
    const double dx = tip.x > before.x ? 1 : tip.x < before.x ? -1 : 0;
    const double dy = tip.y > before.y ? 1 : tip.y < before.y ? -1 : 0;
    const auto corner = [&](double side) {
      return fmt::format("L{:.0f} {:.0f}", tip.x - 7 * dx + 4 * side * dy,
                         tip.y - 7 * dy + 4 * side * dx);
    };
    out_ += fmt::format("<path class=\"head\" d=\"M{:.0f} {:.0f}{}{}Z\"/>\n", tip.x, tip.y,
                        corner(1), corner(-1));
  }

  // The words stand on a plate of the page's colour, so that no line runs through them.
  void words(const Edge& edge) {
    if (!edge.named) return;
    const auto path = points(edge);
    const std::string what = edge.words + " " + edge.rule;
    const double wide = width_of(what, 12) + 8;
    const bool across = edge.way == Way::kAcross;
    if (across && wide > kGapX - 16) return words_in_two(path, edge);
    Point mid{(path[0].x + path[1].x) / 2, (path[0].y + path[1].y) / 2};
    if (edge.way == Way::kLane) mid = {(path[1].x + path[2].x) / 2, path[1].y};
    if (edge.way == Way::kVerticalThenAcross) mid = {path[1].x, (path[0].y + path[1].y) / 2};
    if (edge.way == Way::kAcrossThenVertical) mid = {path[1].x, (path[1].y + path[2].y) / 2};
    if (across) mid.y -= 12;
    plate(mid, wide, 16);
    text(mid.x, mid.y + 4, "text2", what, "middle");
  }

  void words_in_two(const std::vector<Point>& path, const Edge& edge) {
    const Point mid{(path[0].x + path[1].x) / 2, path[0].y};
    text(mid.x, mid.y - 8, "text2", edge.words, "middle");
    text(mid.x, mid.y + 16, "text3", edge.rule, "middle");
  }

  void plate(Point mid, double wide, double high) {
    out_ += fmt::format(
        "<rect class=\"plate\" x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\"/>\n",
        mid.x - wide / 2, mid.y - high / 2, wide, high);
  }

  void draw(const Box& box) {
    const double x = left(box);
    const double y = top(box);
    out_ += fmt::format(
        "<rect class=\"box\" x=\"{0:.0f}\" y=\"{1:.0f}\" width=\"{2:.0f}\" height=\"{3:.0f}\" "
        "rx=\"4\"/>\n<rect class=\"{4}\" x=\"{0:.0f}\" y=\"{1:.0f}\" width=\"4\" "
        "height=\"{3:.0f}\" rx=\"2\"/>\n",
        x, y, kBoxWidth, height_of(box), tone_class(box.state.tone));
    text(x + kPadding, y + 22, fmt::format("name {}", tone_class(box.state.tone)), box.state.sign);
    text(x + kPadding + 20, y + 22, "name text", box.state.words.in(d_.language));
    double line = y + kTitleLine + 12;
    text(x + kPadding, line, tone_class(box.state.tone), words_of(box.state.tone).in(d_.language));
    for (const auto& note : box.notes) {
      line += kMetaLine;
      text(x + kPadding, line, "text3", note);
    }
  }

  void legend() {
    double x = kMargin;
    const double y = height_ - 20;
    for (const Tone tone : {Tone::kDeveloper, Tone::kPlatform, Tone::kAuthority, Tone::kNobody}) {
      const auto words = words_of(tone).in(d_.language);
      out_ += fmt::format(
          "<rect class=\"{}\" x=\"{:.0f}\" y=\"{:.0f}\" width=\"4\" height=\"14\" rx=\"2\"/>\n",
          tone_class(tone), x, y - 11);
      text(x + 10, y, "text2", words);
      x += width_of(words, 12) + 34;
    }
  }

  const Diagram& d_;
  std::string out_;
  std::map<int, double> heights_;
  std::map<int, double> tops_;
  double width_ = 0;
  double height_ = 0;
};

}  // namespace

std::string to_svg(const Diagram& diagram) {
  return Drawing(diagram).draw();
}

std::vector<std::string> too_wide(const Diagram& diagram) {
  std::vector<std::string> wide;
  constexpr double kInner = kBoxWidth - 2 * kPadding;
  for (const auto& box : diagram.boxes) {
    const auto name = box.state.words.in(diagram.language);
    if (width_of(name, 14) + 20 > kInner) wide.emplace_back(name);
    for (const auto& note : box.notes) {
      if (width_of(note, 12) > kInner) wide.push_back(note);
    }
  }
  for (const auto& edge : diagram.edges) {
    if (edge.named && edge.way == Way::kAcross && width_of(edge.words, 12) > kGapX - 8) {
      wide.push_back(edge.words);
    }
  }
  return wide;
}

}  // namespace baobei::docs
