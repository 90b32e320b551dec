package dev.coxswain.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How times grow with the pool, as a picture: both axes by powers of ten, so that what grows in
/// proportion runs along the grey lines, and what does not grow is level.
final class GrowthPlot {

  private static final Pattern SIZED = Pattern.compile("(.+), N = ([0-9,]+), wall");
  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int RIGHT = 250; // for the names
  private static final int TOP = 20;
  private static final int BOTTOM = 50;
  private static final double[] SIZES = {4, 6.2}; // powers of ten
  private static final double[] SECONDS = {-2.2, 2.2};

  /// Wong's colours, which the colour-blind can tell apart.
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

  private record Point(double size, double seconds) {}

  private GrowthPlot() {}

  /// An SVG picture of all figures that are named by a pool's size.
  static String svg(List<Figure> figures) {
    Map<String, List<Point>> lines = new LinkedHashMap<>();
    for (Figure figure : figures) {
      Matcher matcher = SIZED.matcher(figure.name());
      if (matcher.matches()) {
        double size = Double.parseDouble(matcher.group(2).replace(",", ""));
        lines
            .computeIfAbsent(matcher.group(1), name -> new ArrayList<>())
            .add(new Point(size, figure.values().median()));
      }
    }
    StringBuilder svg =
        new StringBuilder(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='13'>%n"
                .formatted(WIDTH, HEIGHT));
    svg.append("<rect width='%d' height='%d' fill='white'/>%n".formatted(WIDTH, HEIGHT));
    svg.append(
        "<clipPath id='frame'><rect x='%d' y='%d' width='%d' height='%d'/></clipPath>%n"
            .formatted(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM));
    for (int power = -2; power <= 2; power++) {
      svg.append(ofSeconds(Math.pow(10, power)));
    }
    for (int power = 4; power <= 6; power++) {
      svg.append(ofSize(Math.pow(10, power)));
    }
    svg.append(
        "<text x='%d' y='%d' text-anchor='middle'>prompts in the pool</text>%n"
            .formatted((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8));
    int colour = 0;
    for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
      svg.append(line(line.getKey(), line.getValue(), COLOURS.get(colour++ % COLOURS.size())));
    }
    return svg.append("</svg>\n").toString();
  }

  /// A level line, and one along which time grows in proportion, from there on.
  private static String ofSeconds(double seconds) {
    return """
    <path d='M%d %dH%d' stroke='#ddd'/>
    <text x='%d' y='%d' text-anchor='end'>%s s</text>
    <path d='M%d %dL%d %d' stroke='#bbb' stroke-dasharray='2 4' clip-path='url(#frame)'/>
    """
        .formatted(
            LEFT,
            y(seconds),
            WIDTH - RIGHT,
            LEFT - 8,
            y(seconds) + 4,
            Figure.text(seconds),
            x(1e4),
            y(seconds / 100),
            x(1e6),
            y(seconds));
  }

  private static String ofSize(double size) {
    return "<text x='%d' y='%d' text-anchor='middle'>%s</text>%n"
        .formatted(x(size), HEIGHT - BOTTOM + 20, Figure.text(size));
  }

  private static String line(String name, List<Point> points, String colour) {
    StringBuilder dots = new StringBuilder();
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      long x = x(point.size());
      long y = y(point.seconds());
      path.append(path.isEmpty() ? "M" : "L").append("%d %d".formatted(x, y));
      dots.append("<circle cx='%d' cy='%d' r='4' fill='%s'/>%n".formatted(x, y, colour));
    }
    Point last = points.getLast();
    return """
    %s<path d='%s' fill='none' stroke='%s' stroke-width='2'/>
    <text x='%d' y='%d' fill='%s'>%s</text>
    """
        .formatted(dots, path, colour, x(last.size()) + 10, y(last.seconds()) + 4, colour, name);
  }

  private static long x(double size) {
    double share = (Math.log10(size) - SIZES[0]) / (SIZES[1] - SIZES[0]);
    return Math.round(LEFT + share * (WIDTH - LEFT - RIGHT));
  }

  private static long y(double seconds) {
    double share = (Math.log10(seconds) - SECONDS[0]) / (SECONDS[1] - SECONDS[0]);
    return Math.round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM));
  }
}
