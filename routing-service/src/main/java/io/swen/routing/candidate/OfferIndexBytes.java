package io.swen.routing.candidate;

import io.swen.routing.candidate.OfferIndex.Columns;
import io.swen.routing.candidate.OfferIndex.Dictionaries;
import io.swen.routing.candidate.OfferIndex.Names;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored form of an index: dictionaries and regions, then column after column, so that it compresses well. */
final class OfferIndexBytes {

    private static final int VERSION = 1;
    private static final int MAGIC = 0x53574f49;

    private OfferIndexBytes() {}

    static byte[] write(OfferIndex index) {
        Columns columns = index.columns();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(columns.size() * 64 + 65_536);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeLong(index.epoch());
            Dictionaries names = index.names();
            names(out, names.regions);
            names(out, names.zones);
            names(out, names.types);
            names(out, names.sources);
            names(out, names.currencies);
            out.writeInt(names.shapes.size());
            for (Shape shape : names.shapes) {
                shape(out, shape);
            }
            List<Region> regions = new ArrayList<>(index.knownRegions());
            regions.sort(Comparator.comparing(Region::id));
            out.writeInt(regions.size());
            for (Region region : regions) {
                region(out, region);
            }
            out.writeInt(columns.size());
            columns(out, columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * The index that was written.
     *
     * @throws IllegalArgumentException where the bytes are not those of an index, or of another version
     */
    static OfferIndex read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("these are not the bytes of an offer index");
            }
            int version = in.readInt();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "the offer index was written in version " + version + ", only " + VERSION + " can be read");
            }
            long epoch = in.readLong();
            Dictionaries names = new Dictionaries();
            names(in, names.regions);
            names(in, names.zones);
            names(in, names.types);
            names(in, names.sources);
            names(in, names.currencies);
            int shapes = in.readInt();
            for (int i = 0; i < shapes; i++) {
                names.add(shape(in));
            }
            int known = in.readInt();
            List<Region> regions = new ArrayList<>(known);
            for (int i = 0; i < known; i++) {
                regions.add(region(in));
            }
            Columns columns = new Columns(in.readInt());
            columns(in, columns);
            return new OfferIndex(epoch, columns, names, regions);
        } catch (IOException e) {
            throw new IllegalArgumentException("the bytes of the offer index break off", e);
        }
    }

    private static void names(DataOutputStream out, Names names) throws IOException {
        out.writeInt(names.size());
        for (int i = 0; i < names.size(); i++) {
            out.writeUTF(names.get(i));
        }
    }

    private static void names(DataInputStream in, Names into) throws IOException {
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            into.add(in.readUTF());
        }
    }

    private static void shape(DataOutputStream out, Shape shape) throws IOException {
        out.writeUTF(shape.provider());
        out.writeUTF(shape.instanceType());
        out.writeUTF(shape.architecture());
        out.writeInt(shape.vcpu());
        out.writeDouble(shape.memoryGb());
        out.writeInt(shape.gpus());
        text(out, shape.gpuModel());
        Origin origin = shape.gpuModelOrigin();
        text(out, origin == null ? null : origin.id());
        Double network = shape.networkGbps();
        out.writeDouble(network == null ? Double.NaN : network);
    }

    private static Shape shape(DataInputStream in) throws IOException {
        String provider = in.readUTF();
        String type = in.readUTF();
        String architecture = in.readUTF();
        int vcpu = in.readInt();
        double memory = in.readDouble();
        int gpus = in.readInt();
        String model = text(in);
        String origin = text(in);
        double network = in.readDouble();
        return new Shape(
                provider,
                type,
                architecture,
                vcpu,
                memory,
                gpus,
                model,
                origin == null ? null : Origin.of(origin),
                Double.isNaN(network) ? null : network);
    }

    private static void region(DataOutputStream out, Region region) throws IOException {
        out.writeUTF(region.id());
        out.writeUTF(region.provider());
        out.writeUTF(region.city());
        out.writeUTF(region.country());
        out.writeDouble(region.latitude());
        out.writeDouble(region.longitude());
    }

    private static Region region(DataInputStream in) throws IOException {
        return new Region(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(), in.readDouble(), in.readDouble());
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String text(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private static void columns(DataOutputStream out, Columns columns) throws IOException {
        longs(out, columns.key);
        shorts(out, columns.region);
        shorts(out, columns.zone);
        ints(out, columns.shape);
        out.write(columns.option);
        longs(out, columns.price);
        longs(out, columns.listPrice);
        out.write(columns.currency);
        out.write(columns.priceOrigin);
        ints(out, columns.source);
        flags(out, columns.simulated);
        ints(out, columns.listAsOf);
        longs(out, columns.observedAt);
        longs(out, columns.receivedAt);
        ByteBuffer rates = ByteBuffer.allocate(columns.size() * Float.BYTES);
        rates.asFloatBuffer().put(columns.interruptionRate);
        out.write(rates.array());
        out.write(columns.interruptionOrigin);
        flags(out, columns.available);
    }

    private static void columns(DataInputStream in, Columns columns) throws IOException {
        longs(in, columns.key);
        shorts(in, columns.region);
        shorts(in, columns.zone);
        ints(in, columns.shape);
        in.readFully(columns.option);
        longs(in, columns.price);
        longs(in, columns.listPrice);
        in.readFully(columns.currency);
        in.readFully(columns.priceOrigin);
        ints(in, columns.source);
        flags(in, columns.simulated);
        ints(in, columns.listAsOf);
        longs(in, columns.observedAt);
        longs(in, columns.receivedAt);
        buffer(in, columns.size() * Float.BYTES).asFloatBuffer().get(columns.interruptionRate);
        in.readFully(columns.interruptionOrigin);
        flags(in, columns.available);
    }

    private static void longs(DataOutputStream out, long[] column) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(column.length * Long.BYTES);
        buffer.asLongBuffer().put(column);
        out.write(buffer.array());
    }

    private static void longs(DataInputStream in, long[] column) throws IOException {
        buffer(in, column.length * Long.BYTES).asLongBuffer().get(column);
    }

    private static void ints(DataOutputStream out, int[] column) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(column.length * Integer.BYTES);
        buffer.asIntBuffer().put(column);
        out.write(buffer.array());
    }

    private static void ints(DataInputStream in, int[] column) throws IOException {
        buffer(in, column.length * Integer.BYTES).asIntBuffer().get(column);
    }

    private static void shorts(DataOutputStream out, short[] column) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(column.length * Short.BYTES);
        buffer.asShortBuffer().put(column);
        out.write(buffer.array());
    }

    private static void shorts(DataInputStream in, short[] column) throws IOException {
        buffer(in, column.length * Short.BYTES).asShortBuffer().get(column);
    }

    private static void flags(DataOutputStream out, boolean[] column) throws IOException {
        byte[] bytes = new byte[column.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (column[i] ? 1 : 0);
        }
        out.write(bytes);
    }

    private static void flags(DataInputStream in, boolean[] column) throws IOException {
        byte[] bytes = buffer(in, column.length).array();
        for (int i = 0; i < bytes.length; i++) {
            column[i] = bytes[i] != 0;
        }
    }

    private static ByteBuffer buffer(DataInputStream in, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        in.readFully(buffer.array());
        return buffer;
    }
}
