package io.swen.routing.candidate;

import io.swen.routing.candidate.OfferIndex.Columns;
import io.swen.routing.candidate.OfferIndex.Dictionaries;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index as bytes, and back: the same offers give the same bytes in whatever order the index was built.
 *
 * <p>Names are sorted, offers stand in order of zone, instance type and purchase option, and each column stands in one piece of
 * fixed width, so that two epochs of the same offers differ only where prices do.
 */
public final class OfferSnapshot {

    private static final int MAGIC = 0x53574f46;
    private static final int VERSION = 1;
    private static final int ORDINAL_BITS = 22;
    private static final int BYTES_OF_A_ROW = 2 + 2 + 4 + 1 + 8 + 8 + 1 + 1 + 4 + 1 + 4 + 8 + 8 + 4 + 1 + 1;
    private static final Comparator<Shape> SHAPES =
            Comparator.comparing(Shape::instanceType).thenComparing(Shape::toString);

    private OfferSnapshot() {}

    /** All that the index holds, its epoch and the places of regions included. */
    public static byte[] write(OfferIndex index) {
        Dictionaries names = index.names();
        Columns columns = index.columns();
        int[] regions = ranks(names.regions);
        int[] zones = ranks(names.zones);
        int[] types = ranks(names.types);
        int[] sources = ranks(names.sources);
        int[] currencies = ranks(names.currencies);
        List<Shape> shapes = names.shapes.stream().sorted(SHAPES).toList();
        int[] shapeRanks = new int[names.shapes.size()];
        for (int i = 0; i < shapes.size(); i++) {
            shapeRanks[java.util.Objects.requireNonNull(names.shapeIds.get(shapes.get(i)))] = i;
        }
        int[] order = order(columns, zones, types);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeLong(index.epoch());
            for (OfferIndex.Names each :
                    List.of(names.regions, names.zones, names.types, names.sources, names.currencies)) {
                write(out, each);
            }
            out.writeInt(shapes.size());
            for (Shape shape : shapes) {
                write(out, shape);
            }
            List<Region> places = index.knownRegions().stream()
                    .sorted(Comparator.comparing(Region::id))
                    .toList();
            out.writeInt(places.size());
            for (Region region : places) {
                write(out, region);
            }
            out.writeInt(order.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer rows = ByteBuffer.allocate(Math.multiplyExact(order.length, BYTES_OF_A_ROW));
        for (int i : order) {
            rows.putShort((short) regions[columns.region[i]]);
        }
        for (int i : order) {
            rows.putShort((short) zones[columns.zone[i]]);
        }
        for (int i : order) {
            rows.putInt(shapeRanks[columns.shape[i]]);
        }
        for (int i : order) {
            rows.put(columns.option[i]);
        }
        for (int i : order) {
            rows.putLong(columns.price[i]);
        }
        for (int i : order) {
            rows.putLong(columns.listPrice[i]);
        }
        for (int i : order) {
            rows.put((byte) currencies[columns.currency[i]]);
        }
        for (int i : order) {
            rows.put(columns.priceOrigin[i]);
        }
        for (int i : order) {
            rows.putInt(sources[columns.source[i]]);
        }
        for (int i : order) {
            rows.put((byte) (columns.simulated[i] ? 1 : 0));
        }
        for (int i : order) {
            rows.putInt(columns.listAsOf[i]);
        }
        for (int i : order) {
            rows.putLong(columns.observedAt[i]);
        }
        for (int i : order) {
            rows.putLong(columns.receivedAt[i]);
        }
        for (int i : order) {
            rows.putFloat(columns.interruptionRate[i]);
        }
        for (int i : order) {
            rows.put(columns.interruptionOrigin[i]);
        }
        for (int i : order) {
            rows.put((byte) (columns.available[i] ? 1 : 0));
        }
        bytes.writeBytes(rows.array());
        return bytes.toByteArray();
    }

    /**
     * The index that was written.
     *
     * @throws IllegalArgumentException where the bytes are of another form or version
     */
    public static OfferIndex read(byte[] bytes) {
        ByteArrayInputStream stream = new ByteArrayInputStream(bytes);
        try (DataInputStream in = new DataInputStream(stream)) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("this is no snapshot of offers");
            }
            int version = in.readInt();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "the snapshot of offers has version " + version + ", only " + VERSION + " can be read");
            }
            long epoch = in.readLong();
            Dictionaries names = new Dictionaries();
            for (OfferIndex.Names each :
                    List.of(names.regions, names.zones, names.types, names.sources, names.currencies)) {
                int count = in.readInt();
                for (int i = 0; i < count; i++) {
                    each.add(in.readUTF());
                }
            }
            int shapes = in.readInt();
            for (int i = 0; i < shapes; i++) {
                names.add(shape(in));
            }
            int places = in.readInt();
            List<Region> regions = new ArrayList<>();
            for (int i = 0; i < places; i++) {
                regions.add(region(in));
            }
            int size = in.readInt();
            if (size < 0 || stream.available() != (long) size * BYTES_OF_A_ROW) {
                throw new IllegalArgumentException(
                        "the snapshot of " + size + " offers is followed by " + stream.available() + " bytes");
            }
            Columns columns =
                    columns(ByteBuffer.wrap(bytes, bytes.length - stream.available(), stream.available()), size, names);
            return new OfferIndex(epoch, columns, names, regions);
        } catch (IOException e) {
            throw new IllegalArgumentException("the snapshot of offers breaks off", e);
        }
    }

    private static Columns columns(ByteBuffer rows, int size, Dictionaries names) {
        Columns columns = new Columns(size);
        for (int i = 0; i < size; i++) {
            columns.region[i] = rows.getShort();
        }
        for (int i = 0; i < size; i++) {
            columns.zone[i] = rows.getShort();
        }
        for (int i = 0; i < size; i++) {
            columns.shape[i] = rows.getInt();
        }
        rows.get(columns.option);
        for (int i = 0; i < size; i++) {
            columns.price[i] = rows.getLong();
        }
        for (int i = 0; i < size; i++) {
            columns.listPrice[i] = rows.getLong();
        }
        rows.get(columns.currency);
        rows.get(columns.priceOrigin);
        for (int i = 0; i < size; i++) {
            columns.source[i] = rows.getInt();
        }
        for (int i = 0; i < size; i++) {
            columns.simulated[i] = rows.get() != 0;
        }
        for (int i = 0; i < size; i++) {
            columns.listAsOf[i] = rows.getInt();
        }
        for (int i = 0; i < size; i++) {
            columns.observedAt[i] = rows.getLong();
        }
        for (int i = 0; i < size; i++) {
            columns.receivedAt[i] = rows.getLong();
        }
        for (int i = 0; i < size; i++) {
            columns.interruptionRate[i] = rows.getFloat();
        }
        rows.get(columns.interruptionOrigin);
        for (int i = 0; i < size; i++) {
            columns.available[i] = rows.get() != 0;
        }
        PurchaseOption[] options = PurchaseOption.values();
        for (int i = 0; i < size; i++) {
            int type = names.types.idOf(names.shapes.get(columns.shape[i]).instanceType());
            columns.key[i] = OfferIndex.key(columns.zone[i], type, options[columns.option[i]]);
        }
        return columns;
    }

    /** Ordinals in order of zone, instance type and purchase option by name. */
    private static int[] order(Columns columns, int[] zones, int[] types) {
        long[] keys = new long[columns.size()];
        for (int i = 0; i < keys.length; i++) {
            long key = columns.key[i];
            int type = (int) (key >>> 4 & 0xfffff);
            keys[i] =
                    ((long) zones[columns.zone[i]] << 24 | (long) types[type] << 4 | columns.option[i]) << ORDINAL_BITS
                            | i;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) (keys[i] & ((1 << ORDINAL_BITS) - 1));
        }
        return order;
    }

    /** The place of each name when all are sorted. */
    private static int[] ranks(OfferIndex.Names names) {
        List<String> sorted = sorted(names);
        int[] ranks = new int[names.size()];
        for (int i = 0; i < sorted.size(); i++) {
            ranks[names.idOf(sorted.get(i))] = i;
        }
        return ranks;
    }

    private static List<String> sorted(OfferIndex.Names names) {
        List<String> sorted = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            sorted.add(names.get(i));
        }
        sorted.sort(Comparator.naturalOrder());
        return sorted;
    }

    private static void write(DataOutputStream out, OfferIndex.Names names) throws IOException {
        out.writeInt(names.size());
        for (String name : sorted(names)) {
            out.writeUTF(name);
        }
    }

    private static void write(DataOutputStream out, Shape shape) throws IOException {
        out.writeUTF(shape.provider());
        out.writeUTF(shape.instanceType());
        out.writeUTF(shape.architecture());
        out.writeInt(shape.vcpu());
        out.writeDouble(shape.memoryGb());
        out.writeInt(shape.gpus());
        optional(out, shape.gpuModel());
        Origin origin = shape.gpuModelOrigin();
        optional(out, origin == null ? null : origin.id());
    }

    private static Shape shape(DataInputStream in) throws IOException {
        return new Shape(
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readInt(),
                in.readDouble(),
                in.readInt(),
                optional(in),
                origin(optional(in)));
    }

    private static @Nullable Origin origin(@Nullable String id) {
        return id == null ? null : Origin.of(id);
    }

    private static void write(DataOutputStream out, Region region) throws IOException {
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

    private static void optional(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String optional(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
