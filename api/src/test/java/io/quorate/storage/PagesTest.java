package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.FunctionBackend;
import io.quorate.Seed;
import io.quorate.error.BadReplyException;
import io.quorate.error.BusyException;
import io.quorate.san.DatasetPath;
import io.quorate.storage.command.ListMappings;
import io.quorate.storage.command.Page;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lists of many pages that change while they are read. */
class PagesTest {
    @RegisterExtension
    final Seed seeds = Seed.fresh();

    private final FunctionBackend backend = new FunctionBackend();
    private final StorageClient storage =
            new StorageClient(backend.engine("nas1").calls("rack"));
    private final List<Integer> offsets = new ArrayList<>();
    private final List<String> all = new ArrayList<>();
    private BiFunction<Integer, Integer, Page<LunMapping>> pages = this::honest;

    PagesTest() {
        backend.answer = (command, call) -> {
            ListMappings list = (ListMappings) command;
            offsets.add(list.offset());
            return pages.apply(list.offset(), list.limit());
        };
    }

    private Page<LunMapping> honest(int offset, int limit) {
        int from = Math.min(offset, all.size());
        int to = Math.min(from + limit, all.size());
        return new Page<>(all.subList(from, to).stream().map(PagesTest::mapping).toList(), to < all.size());
    }

    private static LunMapping mapping(String id) {
        return new LunMapping(id, DatasetPath.of("tank/vg/v"), 0, "all", "all");
    }

    private static String id(int number) {
        return String.format("m%06d", number);
    }

    private void fill(int count) {
        IntStream.range(0, count).mapToObj(PagesTest::id).forEach(all::add);
    }

    private Stream<String> ids() {
        return storage.mappings().stream().map(LunMapping::id);
    }

    @Test
    void stream_readsNothingBeforeItIsRead() {
        fill(10);
        ids();
        assertThat(offsets).isEmpty();
    }

    @Test
    void lists_ofEveryLengthAroundAPage_areComplete() {
        for (int count : new int[] {0, 1, 99, 100, 101, 198, 199, 200, 201, 252}) {
            all.clear();
            fill(count);
            assertThat(ids()).as("%d items", count).containsExactlyElementsOf(all);
        }
    }

    @Test
    void stream_thatIsLeftEarly_readsNoMorePagesThanItHandedOut() {
        fill(1_000);
        assertThat(ids().limit(100)).hasSize(100);
        assertThat(offsets).containsExactly(0);
    }

    @Test
    void items_removedInFrontOfAPage_costNobodyElseHisPlace() {
        fill(300);
        List<String> stay = new ArrayList<>(all);
        Iterator<String> read = ids().iterator();
        List<String> seen = take(read, 100);
        stay.removeAll(List.of(id(3), id(50), id(98)));
        all.retainAll(stay);
        read.forEachRemaining(seen::add);
        assertThat(seen).doesNotHaveDuplicates().containsAll(stay);
    }

    @Test
    void items_addedInFrontOfAPage_comeOutNoSecondTime() {
        fill(300);
        List<String> stay = List.copyOf(all);
        Iterator<String> read = ids().iterator();
        List<String> seen = take(read, 100);
        for (int i = 0; i < 150; i++) {
            all.add(0, "a" + i);
        }
        read.forEachRemaining(seen::add);
        assertThat(seen).doesNotHaveDuplicates().containsAll(stay);
    }

    @Test
    void lastItemOfAPage_whenItGoes_losesNothing() {
        fill(300);
        Iterator<String> read = ids().iterator();
        List<String> seen = take(read, 100);
        all.remove(id(99));
        read.forEachRemaining(seen::add);
        all.add(99, id(99));
        assertThat(seen).containsExactlyElementsOf(all);
    }

    @Test
    void place_whenItIsLost_failsInsteadOfMissingItems() {
        fill(500);
        Iterator<String> read = ids().iterator();
        take(read, 100);
        all.subList(0, 150).clear();
        assertThatThrownBy(read::hasNext)
                .isInstanceOf(BusyException.class)
                .hasMessageContaining("items may be missing")
                .hasMessageContaining("storage.mapping.list");
    }

    @Test
    void list_whileItChangesAtRandom_isCompleteOrFails() {
        assertCompleteOrFails(seeds.value());
    }

    @Test
    void list_whenItemsArePushedBackAgainAndAgain_handsNoneOutTwice() {
        assertCompleteOrFails(8687030280378276035L);
    }

    /** More with {@code -Dquorate.pages.seeds=2000}. */
    @Test
    void list_whileItChanges_whateverTheSeed_handsNothingOutTwice_andMissesNothing() {
        int seeds = Integer.getInteger("quorate.pages.seeds", 20);
        for (long seed = 1; seed <= seeds; seed++) {
            complete(seed, 10, 60);
            complete(seed, 3, 300);
        }
    }

    @Test
    void item_thatWentAndCameAgainElsewhere_hidesNoOther() {
        fill(300);
        List<String> stay = new ArrayList<>(all);
        Iterator<String> read = ids().iterator();
        List<String> seen = take(read, 100);
        for (int gone : new int[] {3, 50, 98}) {
            stay.remove(id(gone));
            all.remove(id(gone));
        }
        all.remove(id(99));
        all.add(150, id(99));
        read.forEachRemaining(seen::add);
        assertThat(seen).doesNotHaveDuplicates().containsAll(stay);
    }

    @Test
    void items_withoutAName_areListedForWhatTheyAre() {
        pages = (offset, limit) -> new Page<>(
                List.of(mapping("a"), mapping(""), new LunMapping("", DatasetPath.of("tank/vg/w"), 1, "all", "all")),
                false);
        assertThat(storage.mappings().list()).hasSize(3);
    }

    private void assertCompleteOrFails(long seed) {
        assertThat(complete(seed, 100, 60)).as("seed %d", seed).isGreaterThan(50);
    }

    /** Reads lists that change at random; returns how many came out whole, which all others refuse to. */
    private int complete(long seed, int rounds, int changes) {
        SplittableRandom random = new SplittableRandom(seed);
        int complete = 0;
        for (int round = 0; round < rounds; round++) {
            all.clear();
            fill(random.nextInt(1, 500));
            TreeSet<String> always = new TreeSet<>(all);
            pages = (offset, limit) -> {
                Page<LunMapping> page = honest(offset, limit);
                for (int i = random.nextInt(0, changes); i > 0 && !all.isEmpty(); i--) {
                    if (random.nextBoolean()) {
                        always.remove(all.remove(random.nextInt(all.size())));
                    } else {
                        all.add(random.nextInt(all.size() + 1), "n" + random.nextLong());
                    }
                }
                return page;
            };
            try {
                List<String> seen = ids().toList();
                Set<String> distinct = new HashSet<>(seen);
                assertThat(seen).as("seed %d", seed).hasSameSizeAs(distinct);
                assertThat(distinct.containsAll(always)).as("seed %d", seed).isTrue();
                complete++;
            } catch (BusyException e) {
                assertThat(e).hasMessageContaining("may be missing");
            }
        }
        return complete;
    }

    @Test
    void list_thatStaysWhereItIs_endsWithAnError() {
        fill(100);
        pages = (offset, limit) -> new Page<>(honest(0, 100).items(), true);
        assertThatThrownBy(() -> ids().toList()).isInstanceOf(BusyException.class);
    }

    @Test
    void list_withoutEnd_endsWithAnError() {
        pages = (offset, limit) -> new Page<>(List.of(mapping(id(offset)), mapping(id(offset + 1))), true);
        assertThatThrownBy(() -> ids().count() /* must visit all */).isInstanceOf(BadReplyException.class);
    }

    @Test
    void tenThousandItems_areReadHoldingTwoPagesAtMost() {
        List<WeakReference<Page<LunMapping>>> handedOut = new ArrayList<>();
        pages = (offset, limit) -> {
            int to = Math.min(offset + limit, 10_000);
            Page<LunMapping> page = new Page<>(
                    IntStream.range(offset, to).mapToObj(i -> mapping(id(i))).toList(), to < 10_000);
            handedOut.add(new WeakReference<>(page));
            return page;
        };
        int[] seen = {0};
        ids().forEach(id -> {
            assertThat(id).isEqualTo(id(seen[0]++));
            if (seen[0] % 2_500 == 0) {
                assertThat(heldBy(handedOut)).isLessThanOrEqualTo(2);
            }
        });
        assertThat(seen[0]).isEqualTo(10_000);
        assertThat(handedOut).hasSize(101);
    }

    /** The collector may take more than one go. */
    private static long heldBy(List<WeakReference<Page<LunMapping>>> pages) {
        long held = Long.MAX_VALUE;
        for (int i = 0; i < 5 && held > 2; i++) {
            System.gc();
            held = pages.stream().filter(page -> page.get() != null).count();
        }
        return held;
    }

    private static List<String> take(Iterator<String> from, int count) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(from.next());
        }
        return taken;
    }
}
