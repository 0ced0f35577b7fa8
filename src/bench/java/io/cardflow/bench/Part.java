package io.cardflow.bench;

/** One question that the benchmark answers, in all its rounds. */
interface Part {

  Section run(Platform platform);
}
