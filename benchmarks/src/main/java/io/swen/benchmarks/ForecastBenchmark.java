package io.swen.benchmarks;

import io.swen.telemetry.forecast.Forecast;
import io.swen.telemetry.forecast.ForecastModel;
import io.swen.telemetry.forecast.ForecastPoint;
import io.swen.telemetry.forecast.ForecastService;
import io.swen.telemetry.metrics.Point;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How good forecasts are: at rolling origins the next day is foreseen from what came before alone, and compared with what came.
 *
 * <p>Real data: the CloudWatch series of the Numenta Anomaly Benchmark as hourly means, and the hourly availability of AWS spot
 * capacity. Errors are over those of the seasonal naive method on the past of each origin (MASE, Hyndman and Koehler 2006).
 */
public final class ForecastBenchmark {

    private static final Duration STEP = Duration.ofHours(1);
    private static final int DAY = 24;
    private static final int FIRST_ORIGIN = 7 * DAY;
    private static final String USAGE = "options: --data DIR (default ../shared/data) --stride HOURS (default 24)";

    private static final ForecastModel[] MODELS = ForecastModel.values();

    private record Input(String set, String name, List<Point> points) {}

    /** Sums over forecasts and over points. */
    private static final class Tally {
        private final Map<ForecastModel, Double> byModel = new EnumMap<>(ForecastModel.class);
        /** Short pasts are not for every model. */
        private final Map<ForecastModel, Integer> tried = new EnumMap<>(ForecastModel.class);

        private final int[] covered = new int[3];
        private double chosen;
        private double naive;
        private int forecasts;
        private int points;
        private int series;
        private long nanos;

        void add(Tally other) {
            other.byModel.forEach((model, sum) -> byModel.merge(model, sum, Double::sum));
            other.tried.forEach((model, count) -> tried.merge(model, count, Integer::sum));
            Arrays.setAll(covered, i -> covered[i] + other.covered[i]);
            chosen += other.chosen;
            naive += other.naive;
            forecasts += other.forecasts;
            points += other.points;
            series += other.series;
            nanos += other.nanos;
        }

        double coverage(int level) {
            return 100.0 * covered[level] / points;
        }
    }

    private ForecastBenchmark() {}

    /** Prints a row a data set, and all of it in the last line. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path data = Path.of("../shared/data");
        int stride = DAY;
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length || !List.of("--data", "--stride").contains(arguments[i])) {
                out.println("not understood: " + arguments[i] + "; " + USAGE);
                System.exit(2);
            }
            if (arguments[i].equals("--data")) {
                data = Path.of(arguments[i + 1]);
            } else {
                stride = stride(arguments[i + 1], out);
            }
        }
        List<Input> inputs = inputs(data, out);
        out.printf(Locale.ROOT, "%-26s %6s %9s", "data set", "series", "forecasts");
        for (ForecastModel model : MODELS) {
            out.printf(Locale.ROOT, " %21s", model.id());
        }
        out.printf(Locale.ROOT, " %7s %6s %6s %6s %10s%n", "chosen", "in 50", "in 80", "in 95", "ms/forecast");
        Map<String, Tally> sets = new LinkedHashMap<>();
        Tally total = new Tally();
        for (Input input : inputs) {
            Tally tally = measure(input, stride);
            sets.computeIfAbsent(input.set(), name -> new Tally()).add(tally);
            total.add(tally);
        }
        sets.forEach((name, tally) -> print(out, name, tally));
        print(out, "all", total);
        out.println("Columns of models and \"chosen\": MASE; 1 is the error of repeating the last day, on the past."
                + " \"of N\": the past was long enough for that model only N times.");
        out.printf(
                Locale.ROOT,
                "forecast mase=%.3f naive=%.3f coverage50=%.1f coverage80=%.1f coverage95=%.1f%n",
                total.chosen / total.forecasts,
                total.naive / total.forecasts,
                total.coverage(0),
                total.coverage(1),
                total.coverage(2));
    }

    private static int stride(String given, PrintStream out) {
        try {
            int stride = Integer.parseInt(given);
            if (stride >= 1 && stride <= 1_000) {
                return stride;
            }
        } catch (NumberFormatException notANumber) {
            out.println("--stride " + given + " is not a number");
        }
        out.println("--stride takes 1 to 1000 hours; " + USAGE);
        System.exit(2);
        return 0;
    }

    private static Tally measure(Input input, int stride) {
        ForecastService service = new ForecastService();
        Tally tally = new Tally();
        double[] values = input.points().stream().mapToDouble(Point::value).toArray();
        for (int origin = FIRST_ORIGIN; origin + DAY <= values.length; origin += stride) {
            double scale = naiveError(values, origin);
            if (scale == 0) {
                continue;
            }
            List<Point> past = input.points().subList(0, origin);
            long begun = System.nanoTime();
            var outcome = service.forecast(past, STEP, DAY);
            tally.nanos += System.nanoTime() - begun;
            if (!(outcome instanceof Forecast forecast)) {
                continue;
            }
            tally.forecasts++;
            int from = origin;
            service.compare(past, STEP, DAY).byModel().forEach((model, foreseen) -> {
                tally.byModel.merge(model, error(values, from, foreseen) / scale, Double::sum);
                tally.tried.merge(model, 1, Integer::sum);
            });
            tally.chosen += error(
                            values,
                            origin,
                            forecast.points().stream()
                                    .mapToDouble(ForecastPoint::value)
                                    .toArray())
                    / scale;
            tally.naive += error(values, origin, Arrays.copyOfRange(values, origin - DAY, origin)) / scale;
            for (int h = 0; h < DAY; h++) {
                ForecastPoint point = forecast.points().get(h);
                double came = values[origin + h];
                tally.points++;
                tally.covered[0] += point.interval50().contains(came) ? 1 : 0;
                tally.covered[1] += point.interval80().contains(came) ? 1 : 0;
                tally.covered[2] += point.interval95().contains(came) ? 1 : 0;
            }
        }
        tally.series = tally.forecasts == 0 ? 0 : 1;
        return tally;
    }

    private static double naiveError(double[] values, int length) {
        double sum = 0;
        for (int i = DAY; i < length; i++) {
            sum += Math.abs(values[i] - values[i - DAY]);
        }
        return sum / (length - DAY);
    }

    private static double error(double[] values, int origin, double[] foreseen) {
        double sum = 0;
        for (int h = 0; h < foreseen.length; h++) {
            sum += Math.abs(values[origin + h] - foreseen[h]);
        }
        return sum / foreseen.length;
    }

    private static void print(PrintStream out, String name, Tally tally) {
        if (tally.forecasts == 0) {
            out.println(name + ": no series is long enough");
            return;
        }
        out.printf(Locale.ROOT, "%-26s %6d %9d", name, tally.series, tally.forecasts);
        for (ForecastModel model : MODELS) {
            boolean naive = model == ForecastModel.SEASONAL_NAIVE;
            double sum = naive ? tally.naive : tally.byModel.getOrDefault(model, 0.0);
            int tried = naive ? tally.forecasts : tally.tried.getOrDefault(model, 0);
            String some = tried == tally.forecasts ? "" : " of " + tried;
            out.printf(Locale.ROOT, " %21s", tried == 0 ? "-" : "%.3f%s".formatted(sum / tried, some));
        }
        out.printf(
                Locale.ROOT,
                " %7.3f %6.1f %6.1f %6.1f %10.0f%n",
                tally.chosen / tally.forecasts,
                tally.coverage(0),
                tally.coverage(1),
                tally.coverage(2),
                tally.nanos / 1e6 / tally.forecasts);
    }

    private static List<Input> inputs(Path data, PrintStream out) throws IOException {
        Path cloudWatch = data.resolve("nab/realAWSCloudwatch");
        Path traces = data.resolve("spot-traces");
        if (!Files.isDirectory(cloudWatch) || !Files.isDirectory(traces)) {
            out.println("There are no real data at " + data + " (nab/, spot-traces/): made-up series instead, which say"
                    + " that it works, not how well. --data DIR names another folder.");
            return madeUp();
        }
        List<Input> inputs = new ArrayList<>();
        for (Path file : files(cloudWatch, ".csv")) {
            inputs.add(new Input(
                    set(file.getFileName().toString()), file.getFileName().toString(), hourly(file)));
        }
        Map<String, List<double[]>> byType = new TreeMap<>();
        for (Path file : files(traces, ".json")) {
            String name = file.getFileName().toString();
            int zoneEnd = name.indexOf('_');
            if (zoneEnd > 0) {
                byType.computeIfAbsent(name.substring(zoneEnd + 1, name.lastIndexOf('.')), type -> new ArrayList<>())
                        .add(ticks(file));
            }
        }
        byType.forEach((type, zones) -> inputs.add(new Input("spot availability", type, shares(zones))));
        inputs.add(new Input(
                "spot availability",
                "all",
                shares(byType.values().stream().flatMap(List::stream).toList())));
        return inputs;
    }

    private static String set(String file) {
        if (file.startsWith("elb")) {
            return "NAB load balancer requests";
        }
        return file.contains("cpu")
                ? "NAB processors"
                : file.startsWith("grok") ? "NAB scaling group" : "NAB network and disk";
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static List<Point> hourly(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.split(",", 2))
                .collect(Collectors.groupingBy(
                        cells -> LocalDateTime.parse(cells[0].replace(' ', 'T'))
                                .toInstant(ZoneOffset.UTC)
                                .truncatedTo(java.time.temporal.ChronoUnit.HOURS),
                        TreeMap::new,
                        Collectors.averagingDouble(cells -> Double.parseDouble(cells[1]))))
                .entrySet()
                .stream()
                .map(hour -> new Point(hour.getKey(), hour.getValue()))
                .toList();
    }

    private static double[] ticks(Path file) throws IOException {
        JsonNode data = new JsonMapper().readTree(Files.readString(file)).path("data");
        double[] ticks = new double[data.size()];
        Arrays.setAll(ticks, i -> data.get(i).asDouble());
        return ticks;
    }

    /** The share of ten-minute ticks and zones with capacity, by hour. */
    private static List<Point> shares(List<double[]> zones) {
        Instant start = Instant.parse("2022-10-26T00:00:00Z");
        int hours = zones.stream().mapToInt(ticks -> ticks.length / 6).min().orElse(0);
        List<Point> shares = new ArrayList<>(hours);
        for (int hour = 0; hour < hours; hour++) {
            int at = hour * 6;
            double share = zones.stream()
                    .flatMapToDouble(ticks -> Arrays.stream(ticks, at, at + 6))
                    .average()
                    .orElse(0);
            shares.add(new Point(start.plus(STEP.multipliedBy(hour)), share));
        }
        return shares;
    }

    private static List<Input> madeUp() {
        List<Input> inputs = new ArrayList<>();
        for (int series = 0; series < 6; series++) {
            SplittableRandom random = new SplittableRandom(series);
            double level = 50;
            List<Point> points = new ArrayList<>();
            for (int hour = 0; hour < 21 * DAY; hour++) {
                level += random.nextGaussian();
                double season = 20 * Math.sin(2 * Math.PI * hour / DAY);
                points.add(new Point(
                        Instant.EPOCH.plus(STEP.multipliedBy(hour)), level + season + 3 * random.nextGaussian()));
            }
            inputs.add(new Input(series < 3 ? "made up, first" : "made up, second", "made-up " + series, points));
        }
        return inputs;
    }
}
