package io.swen.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Both forms of PostgreSQL's COPY, with the rows of a load in each. */
enum CopyForm {
    /** What COPY means unless something else is said. */
    TEXT("") {
        @Override
        void row(ByteArrayOutputStream to, Instant time, long series, double value) {
            byte[] line = (time + "\t" + series + "\t" + String.format(Locale.ROOT, "%.2f", value) + "\n")
                    .getBytes(StandardCharsets.US_ASCII);
            to.write(line, 0, line.length);
        }

        @Override
        void begin(ByteArrayOutputStream to) {
            // Nothing stands in front of the rows.
        }

        @Override
        void end(ByteArrayOutputStream to) {
            // Nor behind them.
        }
    },
    BINARY(" (format binary)") {
        @Override
        void row(ByteArrayOutputStream to, Instant time, long series, double value) {
            ByteBuffer row = ByteBuffer.allocate(38)
                    .putShort((short) 3)
                    .putInt(8)
                    .putLong((time.getEpochSecond() - POSTGRES_EPOCH) * 1_000_000)
                    .putInt(8)
                    .putLong(series)
                    .putInt(8)
                    .putDouble(value);
            to.write(row.array(), 0, row.capacity());
        }

        @Override
        void begin(ByteArrayOutputStream to) {
            byte[] header = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0};
            to.write(header, 0, header.length);
        }

        @Override
        void end(ByteArrayOutputStream to) {
            to.write(0xff);
            to.write(0xff);
        }
    };

    private static final long POSTGRES_EPOCH = 946_684_800L;
    private static final int BLOCK_ROWS = 8_192;

    private final String options;

    CopyForm(String options) {
        this.options = options;
    }

    String options() {
        return options;
    }

    abstract void begin(ByteArrayOutputStream to);

    abstract void row(ByteArrayOutputStream to, Instant time, long series, double value);

    abstract void end(ByteArrayOutputStream to);

    /**
     * The rows of one of several connections: each series once every ten seconds of time, in the order in which a load brings them.
     *
     * @return blocks to be written one after the other
     */
    byte[][] render(Instant base, int series, int share, int shares, long rows) {
        List<byte[]> blocks = new ArrayList<>();
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        begin(block);
        int inBlock = 0;
        for (long i = share; i < rows; i += shares) {
            int number = (int) (i % series);
            row(
                    block,
                    base.plus(TelemetryUnderLoad.EVERY.multipliedBy(i / series)),
                    number + 1,
                    TelemetryUnderLoad.value(number));
            if (++inBlock == BLOCK_ROWS) {
                blocks.add(block.toByteArray());
                block.reset();
                inBlock = 0;
            }
        }
        end(block);
        blocks.add(block.toByteArray());
        return blocks.toArray(byte[][]::new);
    }
}
