package dev.coxswain.trainer.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Held-out accuracy as it grows, mean over the compared seeds, as a picture: on the left against
/// steps, on the right against rollouts, which discarded and probing ones count towards.
final class LearningPlot {

  /// Wong's colours, which the colour-blind can tell apart; whoever comes after them is dashed.
  private static final List<String> COLOURS =
      List.of("#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

  private static final int PANEL = 330; // pixels, also the height of its frame
  private static final int TOP = 20;
  private static final int[] LEFT = {50, 430}; // of each panel
  private static final int WIDTH = 1_060;
  private static final int HEIGHT = TOP + PANEL + 50;
  private static final int PARTS = 5; // of an axis

  private record Point(double step, double rollouts, double accuracy) {}

  private final Map<String, List<Point>> lines = new LinkedHashMap<>();
  private final double lowest;
  private final double highest;

  private LearningPlot(Comparison comparison) {
    comparison
        .runs()
        .forEach((strategy, runs) -> {
          List<Point> points = points(runs.values());
          if (!points.isEmpty()) {
            lines.put(strategy, points);
          }
        });
    lowest = extreme(Point::accuracy, -1);
    highest = extreme(Point::accuracy, 1);
  }

  static String svg(Comparison comparison) {
    return new LearningPlot(comparison).svg();
  }

  private static List<Point> points(Collection<Run> runs) {
    List<Point> points = new ArrayList<>();
    if (runs.isEmpty()) {
      return points;
    }
    int evaluations = runs.iterator().next().evaluations().size();
    for (int i = 0; i < evaluations; i++) {
      int place = i;
      List<StepMetrics> at = runs.stream().map(run -> run.evaluations().get(place)).toList();
      points.add(
          new Point(
              at.getFirst().step(),
              at.stream().mapToDouble(StepMetrics::rollouts).average().orElseThrow(),
              at.stream().mapToDouble(step -> accuracy(step)).average().orElseThrow()));
    }
    return points;
  }

  private static double accuracy(StepMetrics step) {
    Double accuracy = step.heldoutAccuracy();
    return accuracy == null ? 0 : 100 * accuracy; // evaluations have one
  }

  /// @param sign 1 for the largest, −1 for the least
  private double extreme(ToDoubleFunction<Point> quantity, int sign) {
    return sign
        * lines.values().stream()
            .flatMap(List::stream)
            .mapToDouble(point -> sign * quantity.applyAsDouble(point))
            .max()
            .orElse(sign);
  }

  private String svg() {
    StringBuilder svg =
        new StringBuilder(
            """
            <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='13'>
            <rect width='%d' height='%d' fill='white'/>
            """
                .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
    panel(svg, LEFT[0], "steps", Point::step);
    panel(svg, LEFT[1], "rollouts", Point::rollouts);
    int number = 0;
    for (String strategy : lines.keySet()) {
      int y = TOP + 14 + 20 * number;
      svg.append(
          "<path d='M%d %dh18' %s/><text x='%d' y='%d'>%s</text>%n"
              .formatted(
                  LEFT[1] + PANEL + 14,
                  y - 4,
                  stroke(number++),
                  LEFT[1] + PANEL + 38,
                  y,
                  strategy));
    }
    return svg.append("</svg>\n").toString();
  }

  private void panel(StringBuilder svg, int left, String name, ToDoubleFunction<Point> quantity) {
    double end = extreme(quantity, 1);
    for (int part = 0; part <= PARTS; part++) {
      double accuracy = lowest + (highest - lowest) * part / PARTS;
      svg.append(
          "<path d='M%d %sh%d' stroke='#ddd'/><text x='%d' y='%s' text-anchor='end'>%s</text>%n"
              .formatted(
                  left, at(y(accuracy)), PANEL, left - 6, at(y(accuracy) + 4), at(accuracy)));
      svg.append(
          "<text x='%d' y='%d' text-anchor='middle'>%s</text>%n"
              .formatted(
                  left + PANEL * part / PARTS,
                  TOP + PANEL + 20,
                  String.format(Locale.ROOT, "%,.0f", end * part / PARTS)));
    }
    svg.append(
        "<text x='%d' y='%d' text-anchor='middle'>held-out accuracy, %%, against %s</text>%n"
            .formatted(left + PANEL / 2, TOP + PANEL + 42, name));
    int number = 0;
    for (List<Point> points : lines.values()) {
      StringBuilder path = new StringBuilder();
      for (Point point : points) {
        double x = left + PANEL * quantity.applyAsDouble(point) / end;
        path.append(path.isEmpty() ? "M" : "L").append(at(x)).append(' ');
        path.append(at(y(point.accuracy())));
      }
      svg.append("<path d='%s' fill='none' %s/>%n".formatted(path, stroke(number++)));
    }
  }

  /// The attributes of a strategy's line.
  private static String stroke(int number) {
    String dashes = number < COLOURS.size() ? "" : " stroke-dasharray='6 3'";
    return "stroke='%s'%s stroke-width='2'".formatted(COLOURS.get(number % COLOURS.size()), dashes);
  }

  private double y(double accuracy) {
    double share = highest == lowest ? 0 : (accuracy - lowest) / (highest - lowest);
    return TOP + PANEL * (1 - share);
  }

  private static String at(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
