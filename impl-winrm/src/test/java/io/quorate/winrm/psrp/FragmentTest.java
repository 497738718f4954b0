package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.winrm.Seed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FragmentTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(42);

    private static final PsrpLimits SMALL = new PsrpLimits(100, 250, 2);

    @Test
    void encode_isTheHeaderOfTheSpecification() {
        byte[] bytes = new PsrpFragment(1, 2, true, false, blob(7, 8)).encode();

        assertThat(bytes).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 2, 7, 8);
        assertThat(PsrpFragment.parse(bytes)).containsExactly(new PsrpFragment(1, 2, true, false, blob(7, 8)));
    }

    @Test
    void split_numbersObjectsFromOneAndFragmentsFromZero() {
        Fragmenter fragmenter = new Fragmenter();

        List<PsrpFragment> first = fragmenter.split(new byte[5], 2);
        List<PsrpFragment> second = fragmenter.split(new byte[0], 2);

        assertThat(first).extracting(PsrpFragment::objectId).containsExactly(1L, 1L, 1L);
        assertThat(first).extracting(PsrpFragment::fragmentId).containsExactly(0L, 1L, 2L);
        assertThat(first).extracting(PsrpFragment::start).containsExactly(true, false, false);
        assertThat(first).extracting(PsrpFragment::end).containsExactly(false, false, true);
        assertThat(second).containsExactly(new PsrpFragment(2, 0, true, true, blob()));
    }

    @Test
    void take_fillsTheBudgetAndSpreadsMessages() {
        long seed = seeds.value();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            FragmentQueue queue = new Fragmenter().queue();
            List<byte[]> messages = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                byte[] message = new byte[random.nextInt(300)];
                random.nextBytes(message);
                messages.add(message);
                queue.add(message);
            }
            Defragmenter defragmenter = Defragmenter.forPool(PsrpLimits.DEFAULT);
            List<byte[]> back = new ArrayList<>();
            while (!queue.isEmpty()) {
                int budget = FragmentQueue.MIN_BUDGET + random.nextInt(200);
                boolean one = random.nextInt(3) == 0;
                byte[] taken = one ? queue.takeOne(budget) : queue.take(budget);
                assertThat(taken.length).as("seed %s", seed).isBetween(PsrpFragment.HEADER_BYTES, budget);
                if (!one && !queue.isEmpty()) {
                    assertThat(budget - taken.length).isLessThan(FragmentQueue.MIN_BUDGET);
                }
                for (PsrpFragment fragment : PsrpFragment.parse(taken)) {
                    defragmenter.accept(fragment).ifPresent(back::add);
                }
            }
            assertThat(back.toArray()).as("seed %s", seed).isEqualTo(messages.toArray());
            assertThat(queue.take(100)).isEmpty();
        }
    }

    @Test
    void takeOne_handsOutOneFragmentOnly() {
        FragmentQueue queue = new Fragmenter().queue();
        queue.add(new byte[3]);
        queue.add(new byte[4]);

        assertThat(PsrpFragment.parse(queue.takeOne(1000)))
                .singleElement()
                .satisfies(f -> assertThat(f.end()).isTrue());
        assertThat(queue.isEmpty()).isFalse();
    }

    @Test
    void take_whenNothingFits_isRefused() {
        FragmentQueue queue = new Fragmenter().queue();
        queue.add(new byte[3]);

        assertThatThrownBy(() -> queue.take(21)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void accept_whenMessagesInterleave_putsEachTogether() {
        Defragmenter defragmenter = Defragmenter.forPool(SMALL);

        assertThat(defragmenter.accept(new PsrpFragment(1, 0, true, false, blob(1))))
                .isEmpty();
        assertThat(defragmenter.accept(new PsrpFragment(2, 0, true, false, blob(9))))
                .isEmpty();
        assertThat(defragmenter.accept(new PsrpFragment(1, 1, false, true, blob(2))))
                .hasValueSatisfying(m -> assertThat(m).containsExactly(1, 2));
        assertThat(defragmenter.accept(new PsrpFragment(2, 1, false, true, blob(8))))
                .hasValueSatisfying(m -> assertThat(m).containsExactly(9, 8));
    }

    @Test
    void accept_whenTheOrderIsBroken_isAProtocolError() {
        assertRefused("starts a second time", fragment(1, 0, true), fragment(1, 0, true));
        assertRefused("goes on without a start", fragment(1, 1, false));
        assertRefused("at fragment 1, but fragment 2 came", fragment(1, 0, true), fragment(1, 2, false));
        assertRefused("at fragment 0, but fragment 5 came", fragment(1, 5, true));
        assertRefused("object id 0", fragment(0, 0, true));
        assertRefused("more than 2 messages", fragment(1, 0, true), fragment(2, 0, true), fragment(3, 0, true));
    }

    @Test
    void accept_whenALimitIsPassed_isAProtocolError() {
        PsBytes sixty = new PsBytes(new byte[60]);
        assertRefused(
                "longer than 100 bytes",
                new PsrpFragment(1, 0, true, false, sixty),
                new PsrpFragment(1, 1, false, true, sixty));
        assertRefused(
                "longer than 100 bytes",
                new PsrpFragment(1, 0, true, false, sixty),
                new PsrpFragment(2, 0, true, true, sixty));
        PsBytes ninety = new PsBytes(new byte[90]);
        PsrpFragment[] three = {
            new PsrpFragment(1, 0, true, true, ninety),
            new PsrpFragment(2, 0, true, true, ninety),
            new PsrpFragment(3, 0, true, true, ninety)
        };
        assertRefused("more than 250 bytes from one pipeline", three);
        Defragmenter pool = Defragmenter.forPool(SMALL);
        for (PsrpFragment fragment : three) {
            assertThat(pool.accept(fragment)).isPresent();
        }
    }

    @Test
    void parse_whenALengthIsHuge_refusesBeforeAllocating() {
        byte[] bytes = ByteBuffer.allocate(21)
                .putLong(1)
                .putLong(0)
                .put((byte) 3)
                .putInt(Integer.MAX_VALUE)
                .array();
        assertThatThrownBy(() -> PsrpFragment.parse(bytes))
                .isInstanceOf(PsrpProtocolException.class)
                .hasMessageContaining("2147483647 bytes, 0 are there");
        bytes[17] = (byte) 0xFF;
        assertThatThrownBy(() -> PsrpFragment.parse(bytes)).isInstanceOf(PsrpProtocolException.class);
        assertThatThrownBy(() -> PsrpFragment.parse(new byte[20])).isInstanceOf(PsrpProtocolException.class);
    }

    @Test
    void message_roundTripsInTheByteOrderOfDotNet() {
        UUID pool = UUID.fromString("4cefba69-02ad-4a95-acc0-091a5794e3d2");
        PsrpMessage message = new PsrpMessage(
                PsrpDestination.CLIENT, PsrpMessageType.PIPELINE_STATE, pool, PsrpMessage.NONE, new PsBytes(new byte[] {
                    '<', 'S', '/', '>'
                }));

        byte[] bytes = message.encode();

        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(new byte[] {1, 0, 0, 0, 0x06, 0x10, 0x04, 0x00});
        expected.writeBytes(new byte[] {
            0x69,
            (byte) 0xba,
            (byte) 0xef,
            0x4c,
            (byte) 0xad,
            0x02,
            (byte) 0x95,
            0x4a,
            (byte) 0xac,
            (byte) 0xc0,
            0x09,
            0x1a,
            0x57,
            (byte) 0x94,
            (byte) 0xe3,
            (byte) 0xd2
        });
        expected.writeBytes(new byte[16]);
        expected.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '<', 'S', '/', '>'});
        assertThat(bytes).isEqualTo(expected.toByteArray());
        assertThat(PsrpMessage.decode(bytes)).isEqualTo(message);
        assertThat(PsrpMessage.decode(message.encode(false))).isEqualTo(message);
    }

    @Test
    void message_whenTheBodyIsEmpty_hasNoByteOrderMark() {
        PsrpMessage message = new PsrpMessage(
                PsrpDestination.CLIENT,
                PsrpMessageType.PIPELINE_OUTPUT,
                PsrpMessage.NONE,
                PsrpMessage.NONE,
                new PsBytes(new byte[0]));

        assertThat(message.encode()).hasSize(PsrpMessage.HEADER_BYTES);
    }

    @Test
    void decode_whenTheHeaderIsWrong_isAProtocolError() {
        byte[] message = new byte[40];
        assertThatThrownBy(() -> PsrpMessage.decode(new byte[39])).isInstanceOf(PsrpProtocolException.class);
        assertThatThrownBy(() -> PsrpMessage.decode(message)).hasMessageContaining("destination 0");
        message[0] = 1;
        assertThatThrownBy(() -> PsrpMessage.decode(message)).hasMessageContaining("type 0x00000000");
    }

    private static void assertRefused(String text, PsrpFragment... fragments) {
        Defragmenter defragmenter = Defragmenter.forPipeline(SMALL);
        for (int i = 0; i < fragments.length - 1; i++) {
            defragmenter.accept(fragments[i]);
        }
        assertThatThrownBy(() -> defragmenter.accept(fragments[fragments.length - 1]))
                .isInstanceOf(PsrpProtocolException.class)
                .hasMessageContaining(text);
    }

    private static PsrpFragment fragment(long object, long id, boolean start) {
        return new PsrpFragment(object, id, start, false, blob(1));
    }

    private static PsBytes blob(int... bytes) {
        byte[] blob = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            blob[i] = (byte) bytes[i];
        }
        return new PsBytes(blob);
    }
}
