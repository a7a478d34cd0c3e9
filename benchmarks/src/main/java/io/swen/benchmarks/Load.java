package io.swen.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a closed loop of connections saw: each sends its next request when the last one was answered.
 *
 * @param nanos the time of each request, ascending
 * @param took how long the loop ran
 */
record Load(long[] nanos, Duration took) {

    /** Below the number at which the services close a connection. */
    private static final int MOST_A_CONNECTION = 5_000;

    /** Runs the loop; any other status than the expected one ends it. */
    static Load run(int port, byte[] request, int expected, int connections, Duration duration)
            throws InterruptedException, IOException {
        long began = System.nanoTime();
        long end = began + duration.toNanos();
        List<Future<long[]>> loops = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < connections; i++) {
                loops.add(threads.submit(() -> loop(port, request, expected, end)));
            }
            long[] all = new long[0];
            for (Future<long[]> loop : loops) {
                long[] times = loop.get();
                int before = all.length;
                all = Arrays.copyOf(all, before + times.length);
                System.arraycopy(times, 0, all, before, times.length);
            }
            Arrays.sort(all);
            return new Load(all, Duration.ofNanos(System.nanoTime() - began));
        } catch (ExecutionException failed) {
            throw new IOException("a connection to port " + port + " failed: " + failed.getCause(), failed);
        }
    }

    /** Sends so many requests in all, as fast as they are answered. */
    static void count(int port, byte[] request, int expected, int connections, int requests)
            throws InterruptedException, IOException {
        AtomicInteger left = new AtomicInteger(requests);
        together(connections, () -> {
            try (Connection connection = new Connection(port)) {
                while (left.getAndDecrement() > 0) {
                    expect(connection, request, expected);
                }
            }
            return null;
        });
    }

    /** Sends so many a second, evenly, whether the earlier ones are answered yet or not as long as a connection is free. */
    static void steady(int port, byte[] request, int expected, int connections, int perSecond, Duration duration)
            throws InterruptedException, IOException {
        long began = System.nanoTime();
        long all = perSecond * duration.toSeconds();
        AtomicInteger next = new AtomicInteger();
        together(connections, () -> {
            try (Connection connection = new Connection(port)) {
                for (int i = next.getAndIncrement(); i < all; i = next.getAndIncrement()) {
                    long wait = began + i * 1_000_000_000L / perSecond - System.nanoTime();
                    if (wait > 0) {
                        TimeUnit.NANOSECONDS.sleep(wait);
                    }
                    expect(connection, request, expected);
                }
            }
            return null;
        });
    }

    private static void together(int connections, Callable<@Nullable Void> work)
            throws InterruptedException, IOException {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<@Nullable Void>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(threads.submit(work));
            }
            for (Future<@Nullable Void> one : all) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IOException("a connection failed: " + failed.getCause(), failed);
        }
    }

    private static void expect(Connection connection, byte[] request, int expected) throws IOException {
        int status = connection.exchange(request);
        if (status != expected) {
            throw new IOException("answered " + status + " instead of " + expected + ": " + connection.beginning());
        }
    }

    private static long[] loop(int port, byte[] request, int expected, long end) throws IOException {
        long[] times = new long[1 << 12];
        int count = 0;
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            try (Connection connection = new Connection(port)) {
                for (int sent = 0; sent < MOST_A_CONNECTION && now < end; sent++) {
                    expect(connection, request, expected);
                    long then = System.nanoTime();
                    if (count == times.length) {
                        times = Arrays.copyOf(times, count * 2);
                    }
                    times[count++] = then - now;
                    now = then;
                }
            }
        }
        return Arrays.copyOf(times, count);
    }

    double perSecond() {
        return nanos.length / (took.toNanos() / 1e9);
    }

    /** The time that this share of the requests stayed below, in milliseconds. */
    double quantileMillis(double share) {
        return nanos[(int) Math.min(nanos.length - 1L, Math.round(share * nanos.length))] / 1e6;
    }
}
