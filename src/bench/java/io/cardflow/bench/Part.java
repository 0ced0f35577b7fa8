package io.cardflow.bench;

/** One part of the benchmark, with all its rounds. */
interface Part {

  Section run(Platform platform);
}
