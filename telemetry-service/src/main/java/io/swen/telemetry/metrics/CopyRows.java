package io.swen.telemetry.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;

/** Samples in PostgreSQL's binary COPY format, in a buffer that is used again. */
final class CopyRows {

    static final String COLUMNS = "(time, series, value)";

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int HEADER = SIGNATURE.length + 8;
    private static final int ROW = 38;
    private static final int ROWS = 4_096;
    /** PostgreSQL counts from 2000-01-01. */
    private static final long EPOCH = 946_684_800_000_000L;

    private final byte[] buffer = new byte[HEADER + ROW * ROWS + 2];
    private int length;

    void begin() {
        System.arraycopy(SIGNATURE, 0, buffer, 0, SIGNATURE.length);
        LONG.set(buffer, SIGNATURE.length, 0L);
        length = HEADER;
    }

    void add(CopyIn copy, SampleBatch batch) throws SQLException {
        for (int i = 0; i < batch.accepted(); i++) {
            if (length + ROW > buffer.length - 2) {
                send(copy);
            }
            SHORT.set(buffer, length, (short) 3);
            INT.set(buffer, length + 2, 8);
            LONG.set(buffer, length + 6, batch.micros(i) - EPOCH);
            INT.set(buffer, length + 14, 8);
            LONG.set(buffer, length + 18, batch.entry(i).series.id());
            INT.set(buffer, length + 26, 8);
            LONG.set(buffer, length + 30, Double.doubleToRawLongBits(batch.value(i)));
            length += ROW;
        }
    }

    void end(CopyIn copy) throws SQLException {
        SHORT.set(buffer, length, (short) -1);
        length += 2;
        send(copy);
    }

    private void send(CopyIn copy) throws SQLException {
        copy.writeToCopy(buffer, 0, length);
        length = 0;
    }
}
