package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.CallListener;
import io.quorate.cluster.ClusterClient;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.lab.Sweep;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One client's verb, all of which another client does between two calls of it. */
final class Overtaking {
    /** More calls than any of the verbs takes. */
    private static final int MOST = 500;

    /** After each of so many calls, then after every so manyth; {@code -Dquorate.stride=1} has it after each, which takes two minutes. */
    private static final int ALL_OF_THE_FIRST = 6;

    private static final int STRIDE = Integer.getInteger("quorate.stride", 4);

    private Overtaking() {}

    /** What a verb does with a client. */
    interface Verb extends Function<Quorate, Object> {}

    /**
     * A lab in which a verb has something to do.
     *
     * @param effects what was changed since the scene began: cmdlets, requests and statements
     */
    record Scene(Lab lab, Verb verb, Supplier<List<String>> effects, List<AutoCloseable> closing)
            implements AutoCloseable {
        /** Has something else among the effects. */
        Scene with(List<String> more) {
            return new Scene(
                    lab,
                    verb,
                    () -> Stream.concat(effects.get().stream(), more.stream()).toList(),
                    closing);
        }

        @Override
        public void close() throws Exception {
            for (AutoCloseable one : closing) {
                one.close();
            }
        }
    }

    /**
     * A verb.
     *
     * @param overtaken after which of its calls it is overtaken without the sweep
     * @param there whether it is overtaken there alone, and in the sweep alone
     * @param effects expressions: each is found in as many effects as it is listed
     */
    record Row(String verb, List<Integer> overtaken, boolean there, List<String> effects, Callable<Scene> begin) {

        void play() throws Exception {
            for (int n : Sweep.WHOLE && !there ? List.<Integer>of() : overtaken) {
                assertThat(playedAt(n)).as("it takes %d calls", n).isTrue();
            }
            if (Sweep.WHOLE && !there) {
                int n = 1;
                while (playedAt(n)) {
                    n += n < ALL_OF_THE_FIRST ? 1 : STRIDE;
                    assertThat(n).isLessThan(MOST);
                }
                assertThat(n).as("it takes several calls").isGreaterThan(2);
            }
        }

        /** Returns whether it takes as many calls. */
        private boolean playedAt(int n) throws Exception {
            String when = verb + " overtaken after call " + n;
            AtomicInteger calls = new AtomicInteger();
            List<Throwable> others = new CopyOnWriteArrayList<>();
            try (Scene scene = begin.call();
                    Quorate other = scene.lab.connect().build();
                    Quorate ours = scene.lab
                            .connect()
                            .listener(new CallListener() {
                                @Override
                                public void ended(Ended call) {
                                    if (calls.incrementAndGet() == n) {
                                        did(scene.verb, other, others);
                                    }
                                }
                            })
                            .build()) {
                scene.verb.apply(ours);
                assertThat(others).as(when).isEmpty();
                if (calls.get() >= n) {
                    assertOnce(when, scene.effects.get());
                }
                assertThat(scene.lab.violations()).as(when).isEmpty();
                return calls.get() >= n;
            }
        }

        private static void did(Verb verb, Quorate other, List<Throwable> failures) {
            try {
                verb.apply(other);
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        }

        private void assertOnce(String when, List<String> all) {
            for (String effect : Set.copyOf(effects)) {
                assertThat(all)
                        .as(when)
                        .filteredOn(one -> Pattern.compile(effect).matcher(one).find())
                        .as(when + ": " + effect + " in " + all)
                        .hasSize(Collections.frequency(effects, effect));
            }
        }
    }

    // scenes

    static Scene heard(HeardLab heard, Quorate quorate, Verb verb) {
        heard.take();
        return new Scene(heard.lab(), verb, () -> effects(heard.take()), List.of(quorate, heard));
    }

    /** Returns the bare cmdlets and the requests. */
    private static List<String> effects(List<HeardLab.Heard> heard) {
        return WireMessage.changing(heard).stream()
                .flatMap(message -> message.parts().stream())
                .map(WireMessage.Part::place)
                .filter(place -> !place.contains(" -") && !place.startsWith("session"))
                .map(place -> place.substring(place.lastIndexOf('\\') + 1))
                .toList();
    }

    /** A cluster of two nodes, and an appliance with a volume. */
    static Scene san(Function<SanRack, Verb> verb) {
        HeardLab heard = HeardLab.san();
        heard.lab().appliance("NAS1").createVolume(SanRack.VOLUME.value(), Size.gib(64));
        Quorate quorate = heard.lab().connect().build();
        return heard(heard, quorate, verb.apply(new SanRack(heard.lab(), quorate)));
    }

    /** A cluster of two nodes with two disks. */
    static Scene cluster(BiFunction<Quorate, ClusterClient, Verb> verb) {
        HeardLab heard = HeardLab.story();
        Quorate quorate = heard.lab().connect().build();
        return heard(heard, quorate, verb.apply(quorate, Rack.cluster(quorate)));
    }

    /** A machine that another host takes as a replica. */
    static Scene replica(Consumer<ReplicaPair> before, Function<ReplicaPair, Verb> verb) {
        ReplicaPair pair = new ReplicaPair();
        before.accept(pair);
        return heard(pair.heard(), pair.quorate, verb.apply(pair));
    }

    /** Instances of SQL Server. */
    static Scene story(SqlStory story, Verb verb) {
        story.forget();
        return new Scene(story.lab, verb, story::changes, List.of(story));
    }
}
